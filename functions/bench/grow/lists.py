"""How long lists, GET and POST take with a thousand and with a million images, over HTTP."""

import contextlib
import hashlib
import json
import math
import random
import sqlite3
import statistics
import time

from cost import write_pictures
from parts import Server, kept, machine, table, upload, write

RECIPE = "fast"
LIMIT = 2
AT_ONCE = 20_000
BLOCK = 25

# The records of the one image that was really made, with ids of their own.
COPY = """
INSERT INTO {table} ({columns}, {key}, record)
SELECT {columns}, ids.id, replace(record, '{id}', ids.id)
FROM {table}, ({ids}) AS ids WHERE {table}.{key} = '{id}'
"""
KEYS = {"versions": "image_id", "images": "id"}


class Sqlite:
    name = "SQLite"
    ids = (
        "WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last})"
        " SELECT '{prefix}' || printf('%08d', n) AS id FROM n"
    )

    def __init__(self, folder):
        self.folder = folder

    def settings(self, _):
        return {}

    def sql(self, name, text):
        with contextlib.closing(sqlite3.connect(self.folder / name / "tintype.db")) as connection, connection:
            return connection.execute(text).fetchall()

    def columns(self, name, of):
        return [row[1] for row in self.sql(name, f"PRAGMA table_info({of})")]

    def settle(self, _):
        """Tintype lets SQLite gather no statistics."""


class InPostgres:
    ids = "SELECT '{prefix}' || lpad(n::text, 8, '0') AS id FROM generate_series({first}, {last}) AS n"

    def __init__(self, postgres):
        self.postgres = postgres
        self.name = f"PostgreSQL {postgres.version}"

    def settings(self, name):
        address = self.postgres.fresh(name)
        return {"TINTYPE_JOBS": address, "TINTYPE_QUEUE": address}

    def sql(self, name, text):
        return [line.split("|") for line in self.postgres.sql(text, name).splitlines()]

    def columns(self, name, of):
        return [row[0] for row in self.sql(name, f"SELECT column_name FROM information_schema.columns WHERE table_name = '{of}'")]

    def settle(self, name):
        self.sql(name, "VACUUM ANALYZE images; VACUUM ANALYZE versions; CHECKPOINT")


def fill(store, folder, name, images):
    """Makes one image, and as many copies of its records as are wanted; returns the settings and the ids' prefix."""
    settings = store.settings(name)
    with Server(folder, name, TINTYPE_WORKERS="1", **settings) as server:
        upload(server, folder / "one", RECIPE)
        first = server.client().images()[0]["id"]
    prefix = first[:18]
    for of, key in KEYS.items():
        columns = ", ".join(column for column in store.columns(name, of) if column not in (key, "record"))
        for begin in range(1, images, AT_ONCE):
            ids = store.ids.format(prefix=prefix, first=begin, last=min(begin + AT_ONCE, images) - 1)
            store.sql(name, COPY.format(table=of, columns=columns, key=key, id=first, ids=ids))
    store.settle(name)
    return settings, prefix


class Requests:
    """The requests to one server."""

    def __init__(self, server, images, prefix, draw):
        self.client = server.client()
        self.images = images
        self.prefix = prefix
        self.draw = draw
        self.millis = {}

    def some_id(self):
        return f"{self.prefix}{self.draw.randrange(50, self.images):08d}"

    def new_image(self):
        sha256 = hashlib.sha256(self.draw.randbytes(32)).hexdigest()
        body = {"contentType": "image/jpeg", "bytes": 3_000_000, "sha256": sha256, "recipe": RECIPE}
        return "POST", "/images", json.dumps(body), {"idempotency_key": sha256}

    def kinds(self):
        return {
            "`GET /images`, newest 50": lambda: ("GET", "/images?limit=50", None, {}),
            "`GET /images`, 50 from somewhere": lambda: ("GET", f"/images?limit=50&cursor={self.some_id()}", None, {}),
            "`GET /images?state=ready`": lambda: ("GET", f"/images?limit=50&state=ready&cursor={self.some_id()}", None, {}),
            "`GET /images?state=failed`, none": lambda: ("GET", "/images?limit=50&state=failed", None, {}),
            "`GET /images/{id}`": lambda: ("GET", f"/images/{self.some_id()}", None, {}),
            "`POST /images`": self.new_image,
        }

    def block(self, kind, counts):
        for _ in range(BLOCK):
            method, path, body, headers = self.kinds()[kind]()
            began = time.perf_counter()
            status, answer = self.client.send(method, path, body, **headers)
            took = (time.perf_counter() - began) * 1000
            if status != (201 if method == "POST" else 200):
                raise SystemExit(f"{method} {path} was answered {status} {answer[:300]!r}")
            if counts:
                self.millis.setdefault(kind, []).append(took)


def p99(values):
    return sorted(values)[math.ceil(len(values) * 0.99) - 1]


def measured(store, folder, sizes, blocks):
    """Both servers run at the same time and are asked in turns, so that both see the same machine."""
    filled = []
    for images in sizes:
        name = f"lists_{store.name[:6].lower()}_{images}"
        began = time.monotonic()
        filled.append((name, images, *fill(store, folder, name, images)))
        print(f"{store.name}: {images} images in {time.monotonic() - began:.0f} s", flush=True)
    with contextlib.ExitStack() as open_until_end:
        asked = []
        for name, images, settings, prefix in filled:
            server = open_until_end.enter_context(Server(folder, name, "--api-only", **settings))
            asked.append(Requests(server, images, prefix, random.Random(20_261_130)))
        for kind in asked[0].kinds():
            for block in range(-max(2, blocks // 4), blocks):
                for requests in asked if block % 2 == 0 else reversed(asked):
                    requests.block(kind, block >= 0)
        return [requests.millis for requests in asked]


def main(postgres, folder, small, dry):
    sizes, blocks = ((100, 2_000), 4) if small else ((1_000, 1_000_000), 80)
    write_pictures(folder / "one", [1])
    rows, good = [], True
    for store in (Sqlite(folder), InPostgres(postgres)):
        few, many = measured(store, folder, sizes, blocks)
        for kind in few:
            ratio = p99(many[kind]) / p99(few[kind])
            good = good and ratio <= LIMIT
            rows.append([
                store.name, kind,
                f"{statistics.median(few[kind]):.2f}, {p99(few[kind]):.2f}", f"{statistics.median(many[kind]):.2f}, {p99(many[kind]):.2f}",
                f"{ratio:.2f}", kept(ratio <= LIMIT),
            ])
            print(" | ".join(rows[-1]), flush=True)
    text = (
        f"Median and p99 in ms of {blocks * BLOCK:,} requests each over one connection to `serve --api-only`, on {machine()}. The"
        f" servers of both sizes run side by side and are asked in turns. Every image is `ready` under the recipe `{RECIPE}`.\n\n"
        + table(["store", "request", f"{sizes[0]:,} images", f"{sizes[1]:,} images", "p99 ratio (limit 2)", "kept"], rows)
    )
    if not dry:
        write("grow.md", "lists", text)
    return good
