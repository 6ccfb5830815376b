"""Deaths at every boundary, and races, on PostgreSQL and where given on an S3 store; into docs/reliability.md."""

import concurrent.futures
import contextlib
import os
import subprocess

from parts import ROOT, answers, ended, environment, free_port, wait_for

CHAOS = str(ROOT / "functions/chaos/run")
KEY = "test"


class Store:
    """versitygw on files."""

    def __init__(self, program, folder):
        self.folder = folder / "buckets"
        self.folder.mkdir()
        self.port = free_port()
        with open(folder / "store.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [program, "--access", KEY, "--secret", KEY, "--port", f"127.0.0.1:{self.port}", "--quiet", "posix", str(self.folder)],
                stdout=log, stderr=log,
            )
        wait_for("the store", lambda: answers(self.port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        ended(self.process)

    def fresh(self, name):
        """Makes two empty buckets; returns the storage's address."""
        buckets = [f"{name}-{kind}" for kind in ("originals", "variants")]
        for bucket in buckets:
            (self.folder / bucket).mkdir()
        return f"s3://{','.join(buckets)}?endpoint=http://127.0.0.1:{self.port}"


class Homes:
    """A database of its own for each run, and two buckets where there is a store."""

    def __init__(self, postgres, store):
        self.postgres = postgres
        self.store = store
        self.made = 0

    def fresh(self):
        self.made += 1
        jobs = self.postgres.fresh(f"kills_{self.made}")
        return jobs, self.store.fresh(f"kills-{self.made}") if self.store else None


def chaos(words, **settings):
    return subprocess.run([CHAOS, *words], env=environment(AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=KEY, **settings)).returncode == 0


def races(homes, counts, dry):
    jobs, storage = homes.fresh()
    where = ["--jobs", jobs] + (["--storage", storage] if storage else [])
    together, frozen = counts
    return chaos(["races", *dry, *where, "--together", str(together), "--frozen", str(frozen)])


def kill(home, boundary, images, dry, folder):
    jobs, storage = home
    settings = {"TINTYPE_JOBS": jobs, "TINTYPE_QUEUE": jobs} | ({"TINTYPE_STORAGE": storage} if storage else {})
    work = folder / f"work-{boundary.replace(':', '-')}"
    return chaos(["kill", *dry, "--work", str(work), "--images", str(images), "--boundary", boundary], **settings)


def boundaries():
    return subprocess.run([CHAOS, "kill", "--names"], check=True, capture_output=True, text=True).stdout.splitlines()


def chosen(words):
    names = boundaries()
    if unknown := set(words) - set(names):
        raise SystemExit(f"boundaries are {', '.join(names)}, not {', '.join(sorted(unknown))}")
    return words or names


def main(postgres, folder, given, dry):
    """Runs kills or races; without given.store, files stay files."""
    options = ["--dry"] if dry else []
    os.makedirs(folder, exist_ok=True)
    with contextlib.ExitStack() as stack:
        homes = Homes(postgres, stack.enter_context(Store(given.store, folder)) if given.store else None)
        if given.what == "races":
            return races(homes, (10, 10) if given.small else (10_000, 1_000), options)
        names, images = (chosen(given.words)[:2], 2) if given.small else (chosen(given.words), given.images)
        with concurrent.futures.ThreadPoolExecutor(given.at_once) as pool:
            ran = [pool.submit(kill, homes.fresh(), name, images, options, folder) for name in names]
            good = [one.result() for one in ran]
    for name, fine in zip(names, good):
        if not fine:
            print(f"{name} did not end as it should")
    return all(good)
