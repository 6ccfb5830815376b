"""nginx as the cache before the public files, configured by deploy/nginx/tintype.conf: an access pattern is replayed."""

import bisect
import concurrent.futures
import hashlib
import http.client
import itertools
import os
import pathlib
import random
import re
import subprocess
import threading
import time
import urllib.parse

from cost import write_pictures
from parts import ROOT, Server, answers, free_port, machine, table, upload, wait_for, write

CONFIGURATION = ROOT / "deploy/nginx/tintype.conf"
RECIPE = "fast"
VARIANTS, REQUESTS, THREADS = 200, 5_000, 8
IMMUTABLE = "public, max-age=31536000, immutable"


class Nginx:
    """The documented configuration, with the addresses, the cache folder and the time for copies of this run."""

    def __init__(self, folder, port, origin, keeps="10m"):
        self.port = port
        self.folder = folder / f"nginx-{keeps}"
        self.folder.mkdir()
        text = CONFIGURATION.read_text(encoding="utf-8")
        text, hosts = re.subn(r"server 10\.0\.0\.\d+:8080 [^;]*;", "", text)
        for old, new in (
            ("least_conn;", f"least_conn; server 127.0.0.1:{origin};"),
            ("listen 80;", f"listen 127.0.0.1:{port};"),
            ("/var/lib/nginx/tintype", str(self.folder / "cache")),
            ("proxy_cache_valid 200 10m;", f"proxy_cache_valid 200 {keeps};"),
        ):
            if text.count(old) != 1:
                raise SystemExit(f"{CONFIGURATION} has '{old}' {text.count(old)} times, not once")
            text = text.replace(old, new)
        if hosts != 2:
            raise SystemExit(f"{CONFIGURATION} has {hosts} hosts, not 2")
        user = "user root;" if os.geteuid() == 0 else ""
        places = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.file = self.folder / "nginx.conf"
        self.log = self.folder / "origin.log"
        self.file.write_text(
            f"{user} worker_processes 1; daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            "http {\n"
            f"log_format origin '$upstream_cache_status $status $upstream_bytes_received $body_bytes_sent $uri';\n"
            f"access_log {self.log} origin; {places}\n{text}\n}}\n",
            encoding="utf-8",
        )

    def __enter__(self):
        self.process = subprocess.Popen(["nginx", "-c", str(self.file), "-e", str(self.folder / "error.log")])
        wait_for("nginx", lambda: answers(self.port))
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def cached(self):
        """The files of the cache."""
        return [file for file in (self.folder / "cache").rglob("*") if file.is_file()]

    def entry(self, path):
        """The file of the cache for this path, with its head; empty if there is none."""
        key = f"KEY: tintype_api{path}\n".encode()
        return next((text for text in map(pathlib.Path.read_bytes, self.cached()) if key in text), b"")

    def bytes_from_origin(self):
        """The sum over all requests that nginx passed on, with heads."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return sum(int(line.split()[2]) for line in lines if line.split()[2].isdigit())


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def requests_of(server):
    """How many requests for files the server itself has answered."""
    status, text = server.client().send("GET", "/metrics")
    if status != 200:
        raise SystemExit(f"GET /metrics was answered {status}")
    counts = re.findall(r'^tintype_http_requests_total\{[^}]*endpoint="files"[^}]*\} ([0-9.e+]+)', text.decode(), re.M)
    return sum(int(float(count)) for count in counts)


class Replay:
    """Requests by several clients at once, whose variants are drawn by Zipf's law."""

    def __init__(self, port, variants, draw):
        self.port = port
        self.variants = variants
        weights = list(itertools.accumulate(1 / rank for rank in range(1, len(variants) + 1)))
        self.order = [bisect.bisect_left(weights, draw.random() * weights[-1]) for _ in range(REQUESTS)]
        self.seen = {}
        self.bytes = 0
        self.faults = []
        self.turn = threading.Lock()

    def run(self):
        with concurrent.futures.ThreadPoolExecutor(THREADS) as clients:
            list(clients.map(self.one, self.order))

    def one(self, number):
        path, sha256, media_type = self.variants[number]
        status, headers, body = get(self.port, path)
        with self.turn:
            self.bytes += len(body)
            self.seen[headers.get("x-cache", "none")] = self.seen.get(headers.get("x-cache", "none"), 0) + 1
            if status != 200 or hashlib.sha256(body).hexdigest() != sha256:
                self.faults.append(f"{path} was answered {status} with other bytes than the API names")
            if headers.get("cache-control") != IMMUTABLE or headers.get("content-type") != media_type:
                self.faults.append(f"{path} came with {headers}")


def variants_of(server, port):
    """Path, digest and media type of the public files, by the URLs that the API names."""
    client = server.client()
    found = []
    for image in client.images():
        for variant in client.json(f"/images/{image['id']}")["variants"]:
            url = urllib.parse.urlsplit(variant["url"])
            if url.port != port:
                raise SystemExit(f"the API names {variant['url']}, which is not the cache")
            found.append((url.path, variant["sha256"], f"image/{variant['format']}"))
    return found


def same_image(variants, some):
    """Another variant of the same image."""
    return next(one for one in variants if one != some and one[0].split("/")[2] == some[0].split("/")[2])


def other_image(variants):
    """A variant of another image than the first one's."""
    return next(one for one in variants if one[0].split("/")[2] != variants[0][0].split("/")[2])


def other_spellings(nginx, some, faults):
    """A query or another form of the path leads to the same copy."""
    get(nginx.port, some[0])
    for path in (some[0] + "?x", some[0].replace("/files/", "/files//")):
        status, headers, _ = get(nginx.port, path)
        if (status, headers.get("x-cache")) != (200, "HIT"):
            faults.append(f"{path} was answered {status} {headers.get('x-cache')}")
    path = some[0].rsplit("/", 1)[0] + "//manifest.json"
    if get(nginx.port, path)[0] != 200:
        faults.append(f"the server did not get {path} in the form of the copy's key")


def missing_file(server, nginx, some, faults):
    """A file that is not there yet must not be remembered as missing for long, nor as a file."""
    path = some[0].rsplit("/", 1)[0] + "/4096.webp"
    for attempt in (1, 2):
        status, headers, _ = get(nginx.port, path)
        if status != 404:
            faults.append(f"request {attempt} of a missing file: {status}")
        if headers.get("cache-control") == IMMUTABLE:
            faults.append("the answer 404 came with the headers of a file")
    there = server.data / "public" / path.removeprefix("/files/")
    there.write_bytes(b"a file that came later")
    wait_for("the file that came later", lambda: get(nginx.port, path)[0] == 200)
    status, headers, body = get(nginx.port, path)
    if (status, body, headers.get("cache-control")) != (200, b"a file that came later", IMMUTABLE):
        faults.append(f"the file that came later was answered {status} {headers}")


def revalidated(nginx, some):
    """Whether a copy whose time is over is confirmed without its bytes."""
    _, headers, body = get(nginx.port, some[0])
    return headers.get("x-cache") == "REVALIDATED" and hashlib.sha256(body).hexdigest() == some[1]


def erased(server, nginx, brief, some, unseen, faults):
    """An erased image stays in the cache until the time of its copy is over or the cache is emptied."""
    wait_for("a copy that is confirmed", lambda: revalidated(brief, some))
    get(brief.port, unseen[0])
    get(nginx.port, some[0])
    status, _ = server.client().send("DELETE", f"/images/{some[0].split('/')[2]}")
    if status not in (200, 202, 204):
        raise SystemExit(f"the erasure was answered {status}")
    wait_for("the erasure", lambda: get(server.client().parts.port, some[0])[0] == 404, 120)
    status, headers, _ = get(nginx.port, some[0])
    if (status, headers.get("x-cache")) != (200, "HIT"):
        faults.append(f"after the erasure, the cached file was answered {status} {headers.get('x-cache')}")
    for file in nginx.cached():
        file.unlink()
    status, _, _ = get(nginx.port, some[0])
    if status != 404:
        faults.append(f"after the cache was emptied, the erased file was answered {status}")
    wait_for("the end of the copy", lambda: get(brief.port, some[0])[0] == 404)
    if b"application/problem+json" not in brief.entry(some[0]):
        faults.append("the erased file is still on the disk, though nginx has seen that it is gone")


def without_origin(nginx, brief, some, gone, faults):
    """Copies are served for their time though no server runs; erased files do not come back."""
    wait_for("the end of the copies of erased files", lambda: all(get(brief.port, one[0])[0] == 502 for one in gone))
    status, headers, body = get(nginx.port, some[0])
    if (status, headers.get("x-cache")) != (200, "HIT") or hashlib.sha256(body).hexdigest() != some[1]:
        faults.append(f"without a server, a cached file was answered {status} {headers.get('x-cache')}")
    status, _, _ = get(nginx.port, some[0].rsplit("/", 1)[0] + "/4095.webp")
    if status not in (502, 504):
        faults.append(f"without a server, a file that is nowhere was answered {status}")


def main(folder, small, dry):
    """The replay takes seconds, so a small run is the whole run."""
    draw = random.Random(20_261_130)
    origin, port = free_port(), free_port()
    write_pictures(folder / "pictures", range(4 if small else 24))
    faults = []
    files_url = f"http://127.0.0.1:{port}/files"
    with Nginx(folder, port, origin) as nginx, Nginx(folder, free_port(), origin, keeps="1s") as brief:
        with Server(folder, "origin", port=origin, TINTYPE_FILES_URL=files_url, TINTYPE_WORKERS="1") as server:
            upload(server, folder / "pictures", RECIPE)
            variants = variants_of(server, port)
            draw.shuffle(variants)
            unseen = same_image(variants, variants[0])
            variants = variants[:VARIANTS]
            replay = Replay(port, variants, draw)
            before = requests_of(server)
            began = time.monotonic()
            replay.run()
            took = time.monotonic() - began
            asked = requests_of(server) - before
            from_origin = nginx.bytes_from_origin()
            faults += replay.faults[:5]
            distinct = len(set(replay.order))
            if asked != distinct:
                faults.append(f"the server was asked {asked} times for {distinct} different files")
            other_spellings(nginx, variants[0], faults)
            missing_file(server, nginx, variants[0], faults)
            gone, kept_one = variants[0], other_image(variants)
            erased(server, nginx, brief, gone, unseen, faults)
            get(port, kept_one[0])
        without_origin(nginx, brief, kept_one, (gone, unseen), faults)
    hits = REQUESTS - asked
    rows = [
        ["requests", f"{REQUESTS:,} for {distinct} of {len(variants)} variants, {THREADS} at a time, in {took:.0f} s"],
        ["answered by nginx alone", f"{hits:,} ({hits * 100 / REQUESTS:.1f} %)"],
        ["asked of Tintype", f"{asked}, each different file once"],
        ["bytes to viewers", f"{replay.bytes / 1e6:.1f} MB"],
        ["bytes from Tintype, with heads", f"{from_origin / 1e6:.1f} MB ({from_origin * 100 / replay.bytes:.1f} %)"],
    ]
    text = (
        f"nginx {nginx_version()} with `deploy/nginx/tintype.conf`; the popularity of variants follows Zipf's law (exponent 1). On"
        f" {machine()}.\n\n" + table(["what", "measured"], rows)
    )
    print(text)
    for fault in faults:
        print(f"WRONG: {fault}")
    if not dry and not faults:
        write("many-hosts.md", "cache", text)
    return not faults


def nginx_version():
    return subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.split("/")[-1].strip()
