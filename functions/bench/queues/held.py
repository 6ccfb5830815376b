"""One job of ten minutes, and a worker that dies in the middle of another one, on each queue."""

import concurrent.futures
import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "grow"))
from parts import Server, kept, table, wait_for  # noqa: E402
from waiting import Worker, recipes, upload  # noqa: E402

EXTENDED = 45  # seconds; a worker extends what it holds every 40 s
VISIBILITY = 120
GRACE = 5
BESIDE = 120  # seconds that an image may take beside the renderer, on a busy machine


def deliveries(workers, image):
    return sorted(when for worker in workers for when, what in worker.received if what == image)


def one_delivery(server, workers, seconds):
    """A job that takes so long; returns how often its message was delivered until it ended."""
    image = upload(server, 1, 0)[0]
    wait_for("the first delivery", lambda: deliveries(workers, image), BESIDE)
    wait_for("the end of a long job", lambda: any(worker.ended for worker in workers), seconds + BESIDE)
    if server.client().json(f"/images/{image}")["state"] != "ready":
        raise SystemExit(f"the image {image} is not ready")
    return len(deliveries(workers, image))


def taken_over(server, workers):
    """A worker dies during a job; returns the seconds until the other one has a message about it."""
    image = upload(server, 1, 1)[0]
    wait_for("the second delivery", lambda: deliveries(workers, image), BESIDE)
    time.sleep(EXTENDED)
    holds = [worker for worker in workers if deliveries([worker], image)]
    if len(holds) != 1:
        raise SystemExit(f"{len(holds)} workers have the message of {image}")
    other = next(worker for worker in workers if worker is not holds[0])
    holds[0].process.kill()
    killed = time.monotonic()
    wait_for("the other worker's delivery", lambda: deliveries([other], image), VISIBILITY + BESIDE)
    return deliveries([other], image)[0] - killed


def held(name, settings, folder, seconds):
    """Returns the number of deliveries of a long job, and the seconds until a dead worker's job went on."""
    settings = settings | {"TINTYPE_RECIPES": recipes(folder)}
    with Server(folder, f"held-{name}", "--api-only", **settings) as server:
        log = folder / f"held-{name}-workers.log"
        workers = [Worker(server.data, log, server.settings, seconds * 1000) for _ in range(2)]
        try:
            times = one_delivery(server, workers, seconds)
            after = taken_over(server, workers)
        finally:
            for worker in workers:
                worker.process.kill()
                worker.process.wait()
    print(f"{name}: delivered {times} time(s) in {seconds} s; after a kill, the other worker had it in {after:.0f} s", flush=True)
    return times, after


def main(queues, folder, seconds):
    """Runs all queues at once, because their workers only wait.

    queues: names to the settings that choose a queue and a database of its own
    Returns the table, and whether everything is as it should be.
    """
    with concurrent.futures.ThreadPoolExecutor(len(queues)) as pool:
        runs = {name: pool.submit(held, name, settings, folder, seconds) for name, settings in queues.items()}
        found = {name: run.result() for name, run in runs.items()}
    rows, good = [], True
    for name, (times, after) in found.items():
        fine = times == 1 and after <= VISIBILITY + GRACE
        good = good and fine
        rows.append([name, f"{times}", f"{after:.0f} s", kept(fine)])
    head = ["queue", f"deliveries of a job of {seconds} s", f"after a kill, the other worker has it (limit {VISIBILITY + GRACE} s)", "kept"]
    return table(head, rows), good
