#!/usr/bin/env python3
"""Every hostile file through the packaged worker under the real runtime client, in a control group of
the function's memory and share of the processors: `hostile.py [--every N] [NAME]`, NAME a deployed
stack. With N only each N-th file, and nothing is written into the docs."""
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
from deployed import Platform, paused, put
from runtime import ROOT, Function, arrival, environment

MEMORY_MB = 2048
OF_ALL = "the function, its renderer and the files they hold in memory together"


def specimens(folder):
    """Has the files written by the tests of the renderer, and returns their index."""
    java = str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java")
    with tempfile.TemporaryDirectory() as lib:
        with zipfile.ZipFile(ROOT / "functions/process/target/process.zip") as archive:
            archive.extractall(lib)
        tests = [str(ROOT / f"functions/{module}/target/test-classes") for module in ("process", "render")]
        command = [java, "-Xmx2g", "--enable-native-access=ALL-UNNAMED", "-cp", ":".join([*tests, f"{lib}/lib/*"])]
        command += ["dev.tintype.process.HostileFiles", str(ROOT / "layers/libvips/build/current/lib"), str(folder)]
        subprocess.run(command, check=True)
    return json.loads((folder / "index.json").read_text())


def leftovers(pid):
    """Files of this worker's folder that are no socket, log or library of its living renderer."""
    work = pathlib.Path(f"/tmp/tintype-{pid}/work")
    return [path for path in work.rglob("*") if path.is_file()]


def run(platform, worker, body):
    """One file from upload to its end; returns the verdict and how often a message was given back."""
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


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--every", type=int, default=1)
    wanted.add_argument("name", nargs="?", default="tintype")
    asked = wanted.parse_args()
    platform = Platform(asked.name)
    settings = {**environment(platform.out, os.environ["LOCALSTACK_ENDPOINT"]), "TINTYPE_RENDER_MEMORY_MB": str(MEMORY_MB - 512)}
    verdicts, wrong, returned, unclean = collections.Counter(), [], 0, []
    with tempfile.TemporaryDirectory() as folder, paused(platform.out):
        files = specimens(pathlib.Path(folder))[:: asked.every]
        began = time.monotonic()
        with Function("process", settings, memory_mb=MEMORY_MB) as worker:
            for specimen in files:
                body = (pathlib.Path(folder) / specimen["file"]).read_bytes()
                verdict, again = run(platform, worker, body)
                verdicts[verdict] += 1
                returned += again
                allowed = [v.replace("rendered", "ready") for v in specimen["verdicts"]] + ["refused by the API"] * (not body)
                if verdict not in allowed:
                    wrong.append(f"{specimen['name']}: {verdict}, not {allowed}")
                if left := leftovers(worker.process.pid):
                    unclean.append((specimen["name"], left))
            seconds = time.monotonic() - began
            group = worker.group
            peak, killed, limits = group.peak_bytes(), group.killed(), str(group)
            alive = worker.process.poll() is None
    found = [
        ("limits of the function", limits),
        ("files", f"{len(files)}, in {seconds:.0f} s"),
        ("verdicts", ", ".join(f"{count} `{verdict}`" for verdict, count in verdicts.most_common())),
        ("verdicts other than the file's own", len(wrong)),
        ("processes the kernel killed for memory", killed),
        (f"most memory at any time, of {MEMORY_MB} MB: {OF_ALL}", f"{peak / (1 << 20):.0f} MB" if peak else "not counted here"),
        ("the function's process lived through all", "yes" if alive else "no"),
        ("messages given back", returned),
        ("files left in its work folder after a job", len(unclean)),
    ]
    if asked.every == 1:
        page.write("hostile", page.table(["what", "found"], found))
    else:
        print(page.table(["what", "found"], found))
    assert not wrong, wrong
    assert alive and not killed and not unclean, (killed, unclean)


if __name__ == "__main__":
    main()
