"""Tintype as a decoder: one run of `process` over all files, at the highest quality and without resizing."""
import io
import json
import os
import subprocess

import numpy as np
from PIL import Image

import compare
from answer import MOST_FRAMES, Answer, refused

HIGHEST = [{"quality": 100, "effort": 0}]
RECIPE = {"name": "exact", "sizes": [2560], "formats": {"webp": HIGHEST, "jpeg": HIGHEST, "avif": HIGHEST}, "background": "#ffffff", "animation": True}
VARIANT_TOLERANCE = 6  # between two encoders that both subsample chroma in both directions
ALPHA_FLAG = 0x10


def decode(tintype, files, folder):
    """files: {name: bytes}. Returns {name: (Answer, reason)}."""
    source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
    os.makedirs(source)
    for name, data in files.items():
        with open(os.path.join(source, name), "wb") as file:
            file.write(data)
    recipe = os.path.join(folder, "recipe.json")
    with open(recipe, "w") as file:
        json.dump(RECIPE, file)
    run = subprocess.run([tintype, "process", "--json", "--jobs", "2", "--recipe", recipe, "--out", target, source],
                         stdout=subprocess.PIPE, text=True)
    if run.returncode not in (0, 3):
        raise SystemExit(f"tintype process ended with {run.returncode}")
    return {os.path.basename(line["file"]): told(line) for line in map(json.loads, run.stdout.splitlines())}


def told(line):
    if line["state"] != "ready":
        return refused(f"{line['reason']}: {line.get('detail') or ''}"), line["reason"]
    folder = os.path.dirname(line["manifest"])
    with open(line["manifest"]) as file:
        variants = {v["format"]: os.path.join(folder, os.path.basename(v["url"])) for v in json.load(file)["variants"]}
    with open(variants["webp"], "rb") as file:
        webp = file.read()
    image = Image.open(io.BytesIO(webp))
    frames = []
    for index in range(min(image.n_frames, MOST_FRAMES)):
        image.seek(index)
        frames.append(np.array(image.convert("RGBA")))
    complaint = flag_missing(frames, webp) or unlike(frames, opened(variants["avif"]), "AVIF") or unlike(
        [on_white(f) for f in frames], opened(variants["jpeg"]), "JPEG")
    return Answer(frames, image.n_frames, not complaint, complaint), None


def opened(path):
    return np.array(Image.open(path).convert("RGBA"))


def flag_missing(frames, webp):
    """Transparency that other decoders would not see."""
    clear = len(frames) > 1 and any(f[:, :, 3].min() < 255 for f in frames)
    return "the WebP has no alpha flag" if clear and not webp[20] & ALPHA_FLAG else ""


def on_white(picture):
    share = picture[:, :, 3:] / 255
    flat = np.full_like(picture, 255)
    flat[:, :, :3] = np.round(picture[:, :, :3] * share + 255 * (1 - share))
    return flat


def unlike(frames, variant, name):
    """A still variant must look like one of the frames: the still picture of a moving PNG need not be its first."""
    difference = min(compare.distance(Answer([f], 1), Answer([variant], 1)) for f in frames)
    return f"the {name} differs by {difference:.0f}" if difference > VARIANT_TOLERANCE else ""
