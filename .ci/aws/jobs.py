#!/usr/bin/env python3
"""What JobsPerRenderer=1 costs: `jobs.py [--images N] [NAME]`, NAME a deployed stack. Renders N small images with
environments of 500 jobs and of one job in turn, and writes the medians into docs/benchmarks-aws.md."""
import argparse
import os
import statistics
import time

import page
from deployed import paused, png, put
from runtime import Function, RenderService, arrival, environment
from workers import ConfinedPlatform

LIVES = (500, 1)
WARM_UP = 2


class Life:
    """`process` and a `render` whose environments end after a number of jobs."""

    def __init__(self, platform, jobs):
        self.platform = platform
        self.render = RenderService({"TINTYPE_JOBS_PER_RENDERER": str(jobs)}, share=True)
        settings = environment(platform.out, os.environ["LOCALSTACK_ENDPOINT"])
        self.process = Function("process", {**settings, **self.render.settings})
        self.seconds, self.cpu = [], []

    def measure(self, counts):
        """One image. The start of the next environment is part of it."""
        body = png(640, 480, time.time_ns() & 0xFFFFFF)
        _, _, created = self.platform.create(body, recipe="fast")
        assert put(created["upload"], body) == 200
        cpu, began = self.render.cpu_seconds(), time.monotonic()
        answer = self.process.invoke(arrival(self.platform.out, created["upload"]))
        assert answer["batchItemFailures"] == [], self.render.text()
        if counts:
            self.seconds.append(time.monotonic() - began)
            self.cpu.append(self.render.cpu_seconds() - cpu)

    def close(self):
        self.process.close()
        self.render.close()


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--images", type=int, default=20)
    wanted.add_argument("name", nargs="?", default="tintype")
    asked = wanted.parse_args()
    with ConfinedPlatform(asked.name) as platform, paused(platform.out):
        lives = {jobs: Life(platform, jobs) for jobs in LIVES}
        for number in range(WARM_UP + asked.images):
            for life in lives.values():
                life.measure(number >= WARM_UP)
        limits = str(lives[1].render.now.group)
        for life in lives.values():
            life.close()
    rows = [
        (jobs, f"{statistics.median(life.cpu):.2f}", f"{statistics.median(life.seconds):.2f}") for jobs, life in lives.items()
    ]
    text = f"{asked.images} PNGs of 640 × 480 px each, recipe `fast`, in turn; medians. `render` in a {limits}.\n\n"
    head = ["`JobsPerRenderer`", "CPU s of `render` for one image", "s for one image, the start of the next environment included"]
    page.write("jobs", text + page.table(head, rows))


if __name__ == "__main__":
    main()
