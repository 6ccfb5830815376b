#!/usr/bin/env python3
"""Sends the inputs through `tintype process` and through `tintype serve`, and compares state, reason,
message and pixels of the 64 px variant with what is right. Ends with 1 when one is wrong.

usage: check.py TINTYPE FOLDER"""
import io
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

from PIL import Image

RECIPE = {"name": "cases", "sizes": [64], "background": "#ffffff", "animation": True, "formats": {
    "webp": [{"quality": 100, "effort": 0}], "jpeg": [{"quality": 100, "effort": 0}]}}
WITHIN = 3


def by_process(tintype, folder):
    ran = subprocess.run([tintype, "process", "in", "--out", "out", "--recipe", "recipes.json", "--json"],
                         cwd=folder, stdout=subprocess.PIPE, text=True, timeout=1800)
    assert ran.returncode in (0, 3), f"process ended with {ran.returncode}"
    outcomes = {}
    for line in map(json.loads, ran.stdout.splitlines()):
        if line["state"] == "ready":
            manifest = folder / line["manifest"]
            line["original"] = json.loads(manifest.read_text())["original"]
            for name in ("webp", "jpg"):
                line[name] = (manifest.parent / f"64.{name}").read_bytes()
        outcomes[pathlib.Path(line["file"]).name] = line
    return outcomes


def by_server(tintype, folder):
    environment = {**os.environ, "TINTYPE_RECIPES": "recipes.json", "TINTYPE_WORKERS": "1"}
    with open(folder / "serve.log", "wb") as log:
        server = subprocess.Popen([tintype, "serve", "--port", "0", "--data", "data", "--json"], cwd=folder,
                                  env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        first = json.loads(server.stdout.readline())
        url, token = first["url"], first["token"]
        client = {**os.environ, "TINTYPE_URL": url, "TINTYPE_TOKEN": token}
        ran = subprocess.run([tintype, "upload", "in", "--recipe", "cases", "--json"], cwd=folder, env=client,
                             stdout=subprocess.PIPE, text=True, timeout=1800)
        assert ran.returncode in (0, 3), f"upload ended with {ran.returncode}"
        outcomes = {}
        for line in map(json.loads, ran.stdout.splitlines()):
            if line["state"] == "ready":
                image = json.loads(asked(f"{url}/images/{line['id']}", token))
                for variant in image["variants"]:
                    line["jpg" if variant["format"] == "jpeg" else variant["format"]] = asked(variant["url"], token)
                manifest = image["variants"][0]["url"].rsplit("/", 1)[0] + "/manifest.json"
                line["original"] = json.loads(asked(manifest, token))["original"]
            outcomes[pathlib.Path(line["file"]).name] = line
        return outcomes
    finally:
        server.terminate()
        server.wait(60)


def asked(url, token):
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def wrong(outcome, right):
    """Returns what is wrong, or nothing."""
    if outcome is None:
        return "no outcome"
    if outcome["state"] != "ready":
        reason = outcome.get("reason")
        if reason not in right.get("failed", ()):
            return f"failed: {reason}"
        said = [word for word in right.get("unsaid", ()) if word in outcome.get("message", "")]
        return f"{reason}, but says {said[0]}" if said else ""
    if not right["ready"]:
        return "ready"
    return wrong_pixels(outcome, right)


def wrong_pixels(outcome, right):
    webp = Image.open(io.BytesIO(outcome["webp"]))
    at = tuple(right.get("at", (webp.width // 2, webp.height // 2)))
    within = right.get("within", WITHIN)
    if "pixel" in right:
        seen = webp.convert("RGBA").getpixel(at)
        wanted = tuple(right["pixel"])
        if wanted[3:] == (0,):
            seen, wanted = seen[3:], wanted[3:]
        if any(abs(a - b) > within for a, b in zip(seen, wanted)):
            return f"pixel {seen[:len(wanted)]}, not {wanted}"
    if "at_least" in right and min(webp.convert("RGB").getpixel(at)) < right["at_least"]:
        return f"pixel {webp.convert('RGB').getpixel(at)}, not at least {right['at_least']}"
    if "jpeg" in right:
        seen = Image.open(io.BytesIO(outcome["jpg"])).convert("RGB").getpixel(at)
        if any(abs(a - b) > within for a, b in zip(seen, right["jpeg"])):
            return f"JPEG pixel {seen}, not {tuple(right['jpeg'])}"
    original = outcome["original"]
    if "size" in right and [original["width"], original["height"]] != list(right["size"]):
        return f"{original['width']} x {original['height']}, not {right['size']}"
    if "alpha" in right and original["alpha"] != right["alpha"]:
        return f"alpha {original['alpha']}"
    if "moves" in right and (getattr(webp, "n_frames", 1) > 1) != right["moves"]:
        return f"{getattr(webp, 'n_frames', 1)} frames"
    return ""


def main():
    tintype, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    expected = json.loads((folder / "expected.json").read_text())
    (folder / "recipes.json").write_text(json.dumps({"recipes": [RECIPE]}))
    outcomes = {"process": by_process(tintype, folder), "serve": by_server(tintype, folder)}
    bad = 0
    print(f"{'input':34} {'process':34} {'serve':34}")
    for name, right in expected.items():
        found = {way: wrong(outcomes[way].get(name), right) for way in outcomes}
        bad += any(found.values())
        print(f"{name:34} " + " ".join(f"{text or 'right':34}" for text in found.values())
              + (f" {right['why']}" if any(found.values()) else ""))
    print(f"{len(expected) - bad} of {len(expected)} right")
    sys.exit(bad > 0)


main()
