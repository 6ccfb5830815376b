#!/usr/bin/env python3
"""Sends every hostile file through the packaged functions under the real runtime client. The function that
renders runs in a control group of its memory and share of the processors, behind a filter that refuses what
Lambda is reported to refuse: `hostile.py [--every N] [NAME]`, NAME a deployed stack. With N only each N-th file,
and nothing is written into the docs."""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import tempfile
import time
import zipfile

import page
from deployed import paused, put
from runtime import ROOT, Function, RenderService, arrival, environment, memory_mb
from workers import ConfinedPlatform

MEMORY_MB = memory_mb("render-function")
OF_ALL = "the function that renders, its child and the files they hold in memory, together"


def specimens(folder):
    """Makes the renderer's tests write the files; returns their index."""
    java = str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java")
    with tempfile.TemporaryDirectory() as lib:
        with zipfile.ZipFile(ROOT / "functions/process/target/process.zip") as archive:
            archive.extractall(lib)
        tests = [str(ROOT / f"functions/{module}/target/test-classes") for module in ("process", "render")]
        command = [java, "-Xmx2g", "--enable-native-access=ALL-UNNAMED", "-cp", ":".join([*tests, f"{lib}/lib/*"])]
        command += ["dev.tintype.process.HostileFiles", str(ROOT / "layers/libvips/build/current/lib"), str(folder)]
        subprocess.run(command, check=True)
    return json.loads((folder / "index.json").read_text())


def leftovers(function):
    """Files that attempts left in the only writable place of a function."""
    return [path for path in function.tmp.glob("tintype-*/**/*") if path.is_file() and path.suffix != ".lock"]


def run(platform, worker, body):
    """Processes one file; returns the verdict and how often a message was returned to the queue."""
    status, _, created = platform.create(body, recipe="fast")
    if not body:
        assert status == 400, created
        return "refused by the API", 0
    assert status == 201, created
    assert put(created["upload"], body) == 200
    event = arrival(platform.out, created["upload"])
    returned = 0
    while worker.invoke(event)["batchItemFailures"]:
        returned += 1
        assert returned < 4, created["id"]
        time.sleep(1)
    _, _, image = platform.image(created["id"])
    return image.get("reason") or image["state"], returned


class Judged:
    """The results of all files."""

    def __init__(self):
        self.verdicts, self.wrong, self.unclean, self.returned = collections.Counter(), [], [], 0

    def add(self, specimen, verdict, returned, left):
        self.verdicts[verdict] += 1
        self.returned += returned
        allowed = {"refused by the API", *(v.replace("rendered", "ready") for v in specimen["verdicts"])}
        if verdict not in allowed:
            self.wrong.append(f"{specimen['name']}: {verdict}, not {allowed}")
        if left:
            self.unclean.append((specimen["name"], left))


def judge(platform, every):
    """Processes the files; returns the results and table rows about them."""
    settings = environment(platform.out, os.environ["LOCALSTACK_ENDPOINT"])
    judged = Judged()
    with tempfile.TemporaryDirectory() as folder, paused(platform.out):
        files = specimens(pathlib.Path(folder))[::every]
        began = time.monotonic()
        with RenderService(share=True) as render, Function("process", {**settings, **render.settings}) as worker:
            limits = str(render.now.group)
            for specimen in files:
                body = (pathlib.Path(folder) / specimen["file"]).read_bytes()
                result = run(platform, worker, body)
                judged.add(specimen, *result, leftovers(worker) + leftovers(render.now))
            seconds = time.monotonic() - began
            alive = worker.process.poll() is None
    peak, killed, ended = render.peak, render.killed, render.ended
    assert alive, "the worker died"
    assert not killed, f"the kernel killed {killed} processes for memory"
    return judged, [
        ("limits of the function", limits),
        ("files", f"{len(files)}, in {seconds:.0f} s"),
        ("verdicts", ", ".join(f"{count} `{verdict}`" for verdict, count in judged.verdicts.most_common())),
        ("verdicts other than the expected one", len(judged.wrong)),
        ("processes the kernel killed for memory", killed),
        (f"peak memory, of {MEMORY_MB} MB: {OF_ALL}", f"{peak / (1 << 20):.0f} MB" if peak else "not counted here"),
        ("environments of the function that renders that ended themselves or died", ended),
        ("the worker's process survived all files", "yes"),
        ("messages returned to the queue", judged.returned),
        ("files left in its work folder after a job", len(judged.unclean)),
    ]


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--every", type=int, default=1)
    wanted.add_argument("name", nargs="?", default="tintype")
    asked = wanted.parse_args()
    with ConfinedPlatform(asked.name) as platform:
        judged, rows = judge(platform, asked.every)
    table = page.table(["what", "found"], rows)
    if asked.every == 1:
        page.write("hostile", table)
    else:
        print(table)
    assert not judged.wrong, judged.wrong
    assert not judged.unclean, judged.unclean


if __name__ == "__main__":
    main()
