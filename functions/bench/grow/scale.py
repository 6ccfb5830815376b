"""How the number of images a second grows with the number of workers, whose renderers only wait."""

import hashlib
import http.client
import json
import statistics
import subprocess
import threading
import time
import urllib.parse

from parts import ROOT, Server, kept, machine, table, wait_for, write

WAIT_MILLIS = 2_000
WARM_UP = 5
WORKER = "dev.tintype.chaos.stack.WaitingWorker"
LIMIT = 0.95


class Worker:
    """A worker process; remembers when it finished each image."""

    def __init__(self, data, log, settings):
        chaos = ROOT / "functions/chaos/target"
        command = [
            f"{settings['JAVA_HOME']}/bin/java", "-XX:+UseSerialGC", "-Xms16m", "-Xmx128m", "--enable-native-access=ALL-UNNAMED",
            "-cp", f"{chaos}/classes:{chaos}/lib/*", WORKER, str(data), str(WAIT_MILLIS),
        ]
        self.ended = []
        with open(log, "a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True, env=settings
            )
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        for line in self.process.stdout:
            if json.loads(line).get("event") == "worked":
                self.ended.append(time.monotonic())

    def stop(self):
        """Lets it finish the image under way."""
        self.process.stdin.close()


def images_a_second(workers, since, images):
    """The sum over all workers of how fast each made so many images, from its first end after an instant."""
    rate = 0
    for worker in workers:
        ends = [end for end in worker.ended if end >= since][: images + 1]
        rate += images / (ends[-1] - ends[0])
    return rate


def upload(server, count, first):
    """Uploads small originals; the renderer does not look at them."""
    client = server.client()
    for number in range(first, first + count):
        original = f"original {number}".encode()
        wanted = {"contentType": "image/jpeg", "bytes": len(original), "sha256": hashlib.sha256(original).hexdigest(), "recipe": "two"}
        status, body = client.send("POST", "/images", json.dumps(wanted))
        if status != 201:
            raise SystemExit(f"POST /images was answered {status} {body[:300]!r}")
        permit = json.loads(body)["upload"]
        parts = urllib.parse.urlsplit(permit["url"])
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        connection.request("PUT", f"{parts.path}?{parts.query}", original, permit["headers"])
        status = connection.getresponse().status
        connection.close()
        if status not in (200, 204):
            raise SystemExit(f"the upload was answered {status}")


class Trial:
    def __init__(self, server, folder, images):
        self.server = server
        self.folder = folder
        self.images = images
        self.uploaded = 0
        self.waiting = 0

    def run(self, count):
        """Starts workers on a full queue; returns images a second when all of them are busy."""
        needed = count * (self.images + 2 * WARM_UP + 8)
        more = max(0, needed - self.waiting)
        upload(self.server, more, self.uploaded)
        self.uploaded += more
        self.waiting += more
        workers = [Worker(self.server.data, self.folder / "workers.log", self.server.settings) for _ in range(count)]
        try:
            wait_for("the warm-up of all workers", lambda: all(len(w.ended) >= WARM_UP for w in workers), 180)
            since = time.monotonic()
            patience = 60 + self.images * WAIT_MILLIS / 500
            enough = self.images + 1
            wait_for("the images", lambda: all(sum(e >= since for e in w.ended) >= enough for w in workers), patience)
        finally:
            for worker in workers:
                worker.stop()
            for worker in workers:
                worker.process.wait(60)
                worker.thread.join()
        self.waiting -= sum(len(worker.ended) for worker in workers)
        return images_a_second(workers, since, self.images)


def recipes(folder):
    file = folder / "recipes.json"
    formats = {"webp": [{"quality": 72, "effort": 2}], "jpeg": [{"quality": 74, "effort": 0}]}
    recipe = {"name": "two", "sizes": [160, 320], "formats": formats, "background": "#ffffff", "animation": True}
    file.write_text(json.dumps({"recipes": [recipe]}), encoding="utf-8")
    return str(file)


def main(postgres, folder, small, dry):
    counts, images, rounds = ((1, 2), 5, 1) if small else ((1, 4, 16), 25, 3)
    address = postgres.fresh("scale")
    rates = {count: [] for count in counts}
    settings = {"TINTYPE_JOBS": address, "TINTYPE_QUEUE": address, "TINTYPE_RECIPES": recipes(folder)}
    with Server(folder, "scale", "--api-only", **settings) as server:
        trial = Trial(server, folder, images)
        for _ in range(rounds):
            for count in counts:
                rates[count].append(trial.run(count))
                print(f"{count} workers: {rates[count][-1]:.3f} images a second", flush=True)
    rows, good = [], True
    for count in counts:
        shares = [rate / (count * one) for rate, one in zip(rates[count], rates[counts[0]])]
        share = statistics.median(shares)
        good = good and share >= LIMIT
        rows.append([
            str(count), f"{statistics.median(rates[count]):.2f}", f"{share:.3f}", "–" if count == 1 else f"≥ {LIMIT}", kept(share >= LIMIT),
        ])
    text = (
        f"`serve --api-only` and worker processes over PostgreSQL {postgres.version} on one machine: {machine()}. The"
        f" renderer of these workers waits {WAIT_MILLIS / 1000:.0f} s for each image; everything else is the product's. Each worker"
        f" made {images} images after its first {WARM_UP}; {rounds} rounds, medians.\n\n"
        + table(["workers", "images a second", "share of linear", "limit", "kept"], rows)
    )
    print(text)
    if not dry:
        write("grow.md", "scale", text)
    return good
