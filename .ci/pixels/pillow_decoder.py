"""Pillow as a decoder, with colour by LittleCMS where there is a profile and by formula where there are numbers."""
import io
import struct
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms, ImageOps

import colour
from answer import MOST_FRAMES, Answer, refused

SRGB = ImageCms.createProfile("sRGB")
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def decode(name, data):
    try:
        image = Image.open(io.BytesIO(data))
        count = getattr(image, "n_frames", 1)
        frames = []
        for index in range(min(count, MOST_FRAMES)):
            image.seek(index)
            image.load()
            frames.append(upright(rgba(image, data), image))
    except Exception as e:  # any exception on hostile bytes counts as the decoder's result
        return refused(repr(e))
    complaint = jpeg_complaint(data) if name.startswith("jpeg") else ""
    return Answer(frames, count, not complaint, complaint)


def jpeg_complaint(data):
    """The warnings of djpeg, because Pillow shows pictures with lost data without a warning."""
    run = subprocess.run(["djpeg", "-outfile", "/dev/null"], input=data, capture_output=True)
    return "" if run.returncode == 0 else run.stderr.decode(errors="replace").strip()[:160]


def upright(pixels, image):
    orientation = image.getexif().get(274, 1)
    if orientation not in range(2, 9):
        return pixels
    holder = Image.fromarray(pixels)
    holder.getexif()[274] = orientation
    return np.array(ImageOps.exif_transpose(holder))


def rgba(image, data):
    colours = np.array(plain(image))
    if image.mode in ("RGBA", "LA", "PA", "P") or "transparency" in image.info:
        alpha = np.array(image.convert("RGBA"))[:, :, 3]
    else:
        alpha = np.full(colours.shape[:2], 255, np.uint8)
    return np.dstack([converted(image, colours, data), alpha])


def plain(image):
    """The colours as stored, as RGB."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.array(image).astype(int) / 257).round().astype(np.uint8)).convert("RGB")
    return image.convert("RGBA").convert("RGB") if image.mode in ("P", "PA") else image.convert("RGB")


def converted(image, colours, data):
    """The colours as sRGB: by numbers that override the profile, else by the profile, else by numbers."""
    numbers = png_numbers(data) if image.format == "PNG" else avif_numbers(data) if image.format == "AVIF" else None
    if numbers and numbers.wins:
        return numbers.convert(colours / 255)
    managed = by_profile(image, colours)
    if managed is not None:
        return managed
    return numbers.convert(colours / 255) if numbers else colours


def by_profile(image, colours):
    """The picture converted by its profile; none without a usable profile."""
    profile = image.info.get("icc_profile")
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = SPACES[source.profile.xcolor_space]
        grey = image.mode in ("L", "LA", "1") or image.mode.startswith("I")
        if (mode == "L") != grey or (mode == "CMYK") != (image.mode == "CMYK"):
            return None
        held = Image.fromarray(colours).convert("L") if grey else image if mode == "CMYK" else Image.fromarray(colours)
        return np.array(ImageCms.profileToProfile(held, source, SRGB, INTENT, "RGB"))
    except (ImageCms.PyCMSError, OSError, KeyError):
        return None


@dataclass(frozen=True)
class Numbers:
    """A colour statement other than a profile; wins: whether it overrides a profile."""

    convert: Callable
    wins: bool = False


def png_chunks(data):
    at, found = 8, {}
    while at + 8 <= len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        found.setdefault(data[at + 4 : at + 8], data[at + 8 : at + 8 + size])
        at += 12 + size
    return found


def png_numbers(data):
    """In the order of precedence of the PNG specification, third edition, 4.3."""
    chunks = png_chunks(data)
    if len(chunks.get(b"cICP", b"")) == 4 and chunks[b"cICP"][2] == 0:
        primaries, transfer, _, full = chunks[b"cICP"]
        spread = (lambda v: v) if full else (lambda v: np.clip((v * 255 - 16) / 219, 0, 1))
        return Numbers(lambda v: colour.by_codes(spread(v), primaries, transfer), True)
    if b"sRGB" in chunks or b"gAMA" not in chunks:
        return None
    gamma = int.from_bytes(chunks[b"gAMA"][:4], "big") / 100000
    corners = chromaticities(chunks.get(b"cHRM", b"")) or colour.PRIMARIES[1]
    decode = colour.srgb_linear if gamma < 0.1 or abs(gamma - 0.45455) < 0.005 else lambda v: v ** (1 / gamma)
    return Numbers(lambda v: colour.from_light(decode(v), corners))


def chromaticities(body):
    if len(body) != 32:
        return None
    v = [n / 100000 for n in struct.unpack(">8I", body)]
    if not all(v):
        return None
    return (v[2], v[3]), (v[4], v[5]), (v[6], v[7]), (v[0], v[1])


def avif_numbers(data):
    at = data.find(b"colrnclx")
    if at < 0:
        return None
    primaries, transfer = struct.unpack(">HH", data[at + 8 : at + 12])
    return Numbers(lambda v: colour.by_codes(v, primaries, transfer))
