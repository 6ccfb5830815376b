"""The processor time of everything but the renderers, for one image, on PostgreSQL and on SQLite."""

import statistics
import sys

from parts import ROOT, Server, kept, machine, stats, table, upload, write

sys.path.append(str(ROOT / ".ci/hosts"))
import pictures  # noqa: E402

RECIPE = "fast"


def write_pictures(folder, numbers):
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.png").write_bytes(pictures.picture(number))
    return folder


def beside(server):
    """CPU seconds of the server and its workers; their children are the renderers."""
    found = stats()
    first = server.process.pid
    workers = [one["cpu"] for one in found.values() if one["parent"] == first]
    return found[first]["cpu"] + sum(workers)


def measured(folder, name, sets, postgres, settings):
    """Returns CPU milliseconds an image: of server and workers, and of the processes of PostgreSQL."""
    warm_up, load = sets
    with Server(folder, name, TINTYPE_WORKERS="2", TINTYPE_ENCODERS="1", **settings) as server:
        upload(server, warm_up, RECIPE)
        own, theirs = beside(server), postgres.cpu_seconds()
        seconds = upload(server, load, RECIPE)
        own, theirs = beside(server) - own, postgres.cpu_seconds() - theirs
    images = len(list(load.iterdir()))
    print(f"{name}: {own * 1000 / images:.1f} ms an image, PostgreSQL {theirs * 1000 / images:.1f} ms, in {seconds:.0f} s", flush=True)
    return own * 1000 / images, theirs * 1000 / images


def main(postgres, folder, small, dry):
    # The first hundreds of images cost more: the JVM compiles what they need.
    pairs, warm_up, count = (1, 4, 8) if small else (5, 400, 400)
    sets = (
        write_pictures(folder / "warm-up", range(count, count + warm_up)),
        write_pictures(folder / "pictures", range(count)),
    )
    sqlite, own, both = [], [], []
    for pair in range(pairs):
        stores = [("sqlite", {}), ("postgres", None)]
        for store, settings in stores if pair % 2 == 0 else reversed(stores):
            if settings is None:
                address = postgres.fresh(f"cost_{pair}")
                settings = {"TINTYPE_JOBS": address, "TINTYPE_QUEUE": address}
            ours, theirs = measured(folder, f"{store}-{pair}", sets, postgres, settings)
            if store == "sqlite":
                sqlite.append(ours)
            else:
                own.append(ours)
                both.append(ours + theirs)
    middle = statistics.median
    tintype = middle(mine / other for mine, other in zip(own, sqlite))
    all_of_it = middle(mine / other for mine, other in zip(both, sqlite))
    rows = [
        ["server and workers", f"{middle(sqlite):.1f} ms", f"{middle(own):.1f} ms", f"{tintype:.2f}", "≤ 1", kept(tintype <= 1)],
        ["with PostgreSQL's processes", f"{middle(sqlite):.1f} ms", f"{middle(both):.1f} ms", f"{all_of_it:.2f}", "≤ 1", kept(all_of_it <= 1)],
    ]
    text = (
        f"`tintype serve` with two workers, `tintype upload` of {count} pictures of 0.27 MP under the recipe `{RECIPE}`, after"
        f" {warm_up} others; {pairs} pairs of runs, medians, on {machine()}. Renderers and the uploading command are not counted.\n\n"
        + table(["processor time an image", "SQLite", f"PostgreSQL {postgres.version}", "ratio", "limit", "kept"], rows)
    )
    print(text)
    if not dry:
        write("grow.md", "cost", text)
    return tintype <= 1 and all_of_it <= 1
