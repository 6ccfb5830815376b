"""How the number of images a second grows with the number of workers, whose renderers only wait."""

import statistics
import time

from parts import Server, kept, machine, table, wait_for, write
from waiting import Worker, recipes, upload

WAIT_MILLIS = 2_000
WARM_UP = 5
LIMIT = 0.95


def images_a_second(workers, since, images):
    """The sum over all workers of how fast each made so many images, from its first end after an instant."""
    rate = 0
    for worker in workers:
        ends = [end for end in worker.ended if end >= since][: images + 1]
        rate += images / (ends[-1] - ends[0])
    return rate


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
        workers = [Worker(self.server.data, self.folder / "workers.log", self.server.settings, WAIT_MILLIS) for _ in range(count)]
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
