"""ImageMagick as a decoder of TIFF and GIF, with colour by its LittleCMS."""
import subprocess
import tempfile

import numpy as np

import profiles
from answer import MOST_FRAMES, Answer, refused

END_OF_HEAD = b"pixels:\n"


def decode(name, data):
    """The first picture of a TIFF, every frame of a GIF."""
    kind = name.split("-")[0]
    with tempfile.TemporaryDirectory() as folder:
        for file, body in (("srgb.icc", profiles.SRGB), ("in", data)):
            with open(f"{folder}/{file}", "wb") as out:
                out.write(body)
        # -profile would assign a profile to a picture without one, and there is none for CMYK.
        managed = ["-profile", "srgb.icc"] if b"acsp" in data and kind == "tiff" else []
        steps = ["-alpha", "set", "-coalesce"] if kind == "gif" else ["-auto-orient", *managed, "-colorspace", "sRGB"]
        run = subprocess.run(
            ["convert-im6.q16", f"{kind}:in" + "[0]" * (kind == "tiff"), *steps, "-type", "TrueColorAlpha", "-depth", "8",
             "-format", "%w %h\n", "-write", "info:head", "rgba:pixels"], capture_output=True, timeout=30, cwd=folder)
        complaint = run.stderr.decode(errors="replace").split("@")[0][:160].strip()
        try:
            with open(f"{folder}/head") as head, open(f"{folder}/pixels", "rb") as pixels:
                return answer([tuple(map(int, line.split())) for line in head.read().split("\n") if line], pixels.read(), complaint)
        except FileNotFoundError:
            return refused(complaint or f"ended with {run.returncode}")


def answer(sizes, body, complaint):
    frames, at = [], 0
    for width, height in sizes[:MOST_FRAMES]:
        size = width * height * 4
        if at + size > len(body):
            return refused(complaint or "too few pixels")
        frames.append(np.frombuffer(body[at : at + size], np.uint8).reshape(height, width, 4))
        at += size
    return Answer(frames, len(sizes), not complaint, complaint)
