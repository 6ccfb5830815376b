"""Tintype as a decoder: one run of `process` over all files."""
import io
import json
import os
import subprocess

import numpy as np
from PIL import Image

from answer import MOST_FRAMES, Answer, refused

RECIPE = {"name": "exact", "sizes": [2560], "background": "#ffffff", "animation": True,
          "formats": {"webp": [{"quality": 100, "effort": 0}]}}


def decode(tintype, files, folder):
    """files: {name: bytes}. Answers {name: (Answer, reason)} and what the run took in s of CPU."""
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
    with open(line["manifest"]) as file:
        variant = json.load(file)["variants"][0]
    with open(os.path.join(os.path.dirname(line["manifest"]), os.path.basename(variant["url"])), "rb") as file:
        image = Image.open(io.BytesIO(file.read()))
    frames = []
    for index in range(min(image.n_frames, MOST_FRAMES)):
        image.seek(index)
        frames.append(np.array(image.convert("RGBA")))
    return Answer(frames, image.n_frames, True), None
