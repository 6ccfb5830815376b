"""Measures every queue through its port, or tries them with kills; see --help."""

import argparse
import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time

import figures
import held
import photos
from parts import write as write_part
from servers import BROKERS, JAVA, ROOT, Postgres, S3, class_path, environment, scratch

HELP = """what to do:
  NAME…          measure these queues, all of them without a name: sqlite, postgres, redis, nats, kafka, sqs
  trial NAME…    functions/chaos/run queue: the server is killed under two API hosts and four workers
  swap NAME…     functions/chaos/run swap: one installation goes through these queues, in this order
  photos NAME…   20 large photos of --photos with the default recipe, through one server with two workers
  held NAME…     a job of ten minutes, and a worker that dies during another one, on all these queues at once

Programs: PostgreSQL and Redis of Debian; nats-server, Kafka's jars and the SQS stand-in as .ci/queues/NAME
installs them; versitygw for the trials, as '.ci/stores/run versitygw --build' makes it.
"""
WORDS = ("trial", "swap", "photos", "held")


def arguments():
    parser = argparse.ArgumentParser(
        prog="functions/bench/queues/run", description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a small run, which proves nothing but that the command works")
    parser.add_argument("--dry", action="store_true", help="print the figures, write no document")
    parser.add_argument("--parts", default="throughput,wake,idle,load", help="what to measure (%(default)s)")
    parser.add_argument("--images", type=int, default=2000, help="of a trial (%(default)s)")
    parser.add_argument("--kills", type=int, default=10, help="of a trial, and while it is measured (%(default)s)")
    parser.add_argument("--rate", type=int, default=10, help="uploads a second of a trial (%(default)s)")
    parser.add_argument("--photos", metavar="DIR", help="JPEGs for photos")
    parser.add_argument("words", nargs="*", metavar="NAME", help="see below")
    given = parser.parse_args()
    given.what = given.words.pop(0) if given.words and given.words[0] in WORDS else "measure"
    given.words = given.words or list(BROKERS)
    if given.what == "photos" and not given.photos:
        parser.error("photos needs --photos DIR")
    if unknown := [name for name in given.words if name not in BROKERS]:
        parser.error(f"no queue is called {', '.join(unknown)}: there are {', '.join(BROKERS)}")
    return given


def measured(broker, part, given):
    """Runs one part in a process of its own, on a queue of its own, and returns its figures."""
    address = broker.fresh(part)
    seconds = {"load": 90, "idle": 30}.get(part, 10)
    words = ["queue", part, address, "--seconds", str(max(5, seconds // 6) if given.small else seconds)]
    words += ["--times", "60" if given.small else "500", "--hidden", str(broker.hidden)]
    if broker.pid():
        words += ["--server", str(broker.pid())]
    program = subprocess.Popen(
        [JAVA, "-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", class_path(broker.name), "dev.tintype.bench.Main", *words],
        stdout=subprocess.PIPE, text=True, env=environment(**broker.settings),
    )
    kills = 0
    if part == "load":
        if not program.stdout.readline():
            raise SystemExit(f"the load on {broker.name} did not begin")
        kills = disturb(broker, given, seconds)
    line = program.stdout.readline()
    if program.wait() or not line:
        raise SystemExit(f"{part} of {broker.name} was not measured")
    return json.loads(line) | ({"kills": kills} if part == "load" else {})


def disturb(broker, given, seconds):
    kills = 2 if given.small else given.kills
    pause = (15 if given.small else seconds) / (kills + 1)
    for _ in range(kills):
        time.sleep(pause)
        broker.kill()
        broker.start()
    return kills


def measure(given):
    for name in given.words:
        with scratch(f"queue-{name}") as folder, BROKERS[name](folder) as broker:
            found = {"version": broker.version()}
            for part in given.parts.split(","):
                if part == "load" and not broker.can_be_killed:
                    continue
                found[part] = measured(broker, part, given)
                print(f"{name}, {part}: {json.dumps(found[part])}", flush=True)
            found["bytesOfJars"] = figures.bytes_of_jars(name)
            if not given.small:
                figures.keep(name, found)
    if not given.dry and not given.small:
        figures.write()
    return True


def chaos(given, *words):
    options = ["--dry"] if given.dry or given.small else []
    return subprocess.run(
        [str(ROOT / "functions/chaos/run"), *words, *options], env=environment(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_REGION="us-east-1")
    ).returncode == 0


def trial(given):
    """The chaos command starts, kills and ends the broker; here it is only made ready."""
    good = True
    for name in given.words:
        with scratch(f"trial-{name}") as folder, Postgres(folder / "jobs") as jobs, S3(folder) as s3:
            broker = BROKERS[name](folder)
            if not broker.can_be_killed:
                print(f"{name} has no server that could be killed")
                continue
            with broker:
                address = broker.fresh("trial")
            good &= chaos(
                given, "queue", "--queue", address, "--broker", shlex.join(broker.command()), "--jobs", jobs.database("jobs"),
                "--endpoint", s3.url, "--images", str(40 if given.small else given.images),
                "--kills", str(2 if given.small else given.kills), "--rate", str(given.rate),
            )
    return good


def swap(given):
    with contextlib.ExitStack() as all_of_them:
        folder = all_of_them.enter_context(scratch("swap"))
        jobs = all_of_them.enter_context(Postgres(folder / "jobs"))
        s3 = all_of_them.enter_context(S3(folder))
        known, addresses = {}, []
        for number, name in enumerate(given.words):
            if name not in known:
                known[name] = all_of_them.enter_context(BROKERS[name](folder / name))
            addresses.append(known[name].fresh(f"swap{number}"))
        return chaos(
            given, "swap", *addresses, "--jobs", jobs.database("jobs"), "--endpoint", s3.url, "--uploads", str(20 if given.small else 400)
        )


@contextlib.contextmanager
def all_queues(given):
    """A folder, and the settings that choose each queue and a database of its own."""
    with contextlib.ExitStack() as all_of_them:
        folder = all_of_them.enter_context(scratch(given.what))
        jobs = all_of_them.enter_context(Postgres(folder / "jobs"))
        queues = {}
        for name in given.words:
            broker = all_of_them.enter_context(BROKERS[name](folder / name))
            queues[name] = broker.settings | {"TINTYPE_JOBS": jobs.database(f"{given.what}_{name}"), "TINTYPE_QUEUE": broker.fresh(given.what)}
        yield folder, queues


def take(given):
    with all_queues(given) as (folder, queues):
        text = photos.main(queues, given.photos, folder)
    print(text)
    if not given.dry:
        write_part("queues.md", "photos", text)
    return True


def hold(given):
    """The workers only wait, so all queues are tried at the same time."""
    with all_queues(given) as (folder, queues):
        text, good = held.main(queues, folder, 60 if given.small else 600)
    print(text)
    if not given.dry and not given.small:
        write_part("queues.md", "held", text)
    return good


def main():
    given = arguments()
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    sys.exit(0 if {"measure": measure, "trial": trial, "swap": swap, "photos": take, "held": hold}[given.what](given) else 1)


if __name__ == "__main__":
    main()
