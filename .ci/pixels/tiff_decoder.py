"""tifffile as a decoder: it reads samples, and this module interprets them by TIFF 6.0."""
import io
import logging

import numpy as np
import tifffile
from PIL import Image, ImageCms

import colour
from answer import Answer, refused
from pillow_decoder import INTENT, SPACES, SRGB

logging.getLogger("tifffile").setLevel(logging.CRITICAL)
TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
         5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90}


def decode(name, data):
    try:
        with tifffile.TiffFile(io.BytesIO(data)) as file:
            first = file.pages[0]
            samples = samples_of(first, data)
            pixels = turned(rgba(first, samples), first.tags.valueof(274, 1))
    except Exception as e:  # any exception on hostile bytes counts as the decoder's result
        return refused(repr(e))
    return Answer([pixels], 1, True)


def samples_of(first, data):
    """Rows of pixels of channels, as stored."""
    full = sum(first.databytecounts) == first.imagewidth * first.imagelength * 3
    sampling = (1, 1) if full else tuple(first.tags.valueof(530, (2, 2)))
    if int(first.photometric) == 6 and int(first.compression) == 1 and sampling != (1, 1):
        return subsampled(first, data, *sampling)
    if 530 not in first.tags and int(first.photometric) == 6 and int(first.compression) == 1:
        return np.frombuffer(b"".join(data[o : o + n] for o, n in zip(first.dataoffsets, first.databytecounts)), np.uint8).reshape(first.imagelength, first.imagewidth, 3)
    samples = first.asarray()
    return np.moveaxis(samples, 0, -1) if first.planarconfig == 2 and samples.ndim == 3 else samples


def subsampled(first, data, across, down):
    """Raw YCbCr in units of across by down luminances and one pair of differences (TIFF 6.0, section 21)."""
    width, height = first.imagewidth, first.imagelength
    raw = b"".join(data[o : o + n] for o, n in zip(first.dataoffsets, first.databytecounts))
    columns, rows, unit = -(-width // across), -(-height // down), across * down + 2
    units = np.frombuffer(raw[: columns * rows * unit], np.uint8).reshape(rows, columns, unit)
    light = units[:, :, :-2].reshape(rows, columns, down, across).transpose(0, 2, 1, 3).reshape(rows * down, columns * across)
    rest = units[:, :, -2:].repeat(down, 0).repeat(across, 1)
    return np.dstack([light, rest])[:height, :width]


def turned(pixels, orientation):
    if orientation not in TURNS:
        return pixels
    return np.array(Image.fromarray(pixels).transpose(TURNS[orientation]))


def rgba(first, samples):
    samples = samples if samples.ndim == 3 else samples[:, :, None]
    inks = {0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3, 9: 3}[int(first.photometric)]
    colours, rest = samples[:, :, :inks], samples[:, :, inks:]
    base = to_rgb(first, colours)
    alpha, associated = opacity(first, rest)
    if alpha is None:
        return np.dstack([base, np.full(base.shape[:2], 255, np.uint8)])
    if associated:
        share = np.maximum(alpha, 1)[:, :, None] / 255
        base = np.clip(np.round(base / share), 0, 255).astype(np.uint8)
    return np.dstack([base, alpha])


def opacity(first, rest):
    for index, kind in enumerate(first.extrasamples[: rest.shape[2]]):
        if int(kind) in (1, 2):
            return eight(first, rest[:, :, index]), int(kind) == 1
    return None, False


def eight(first, samples):
    """Converts samples of any depth to 0 to 255."""
    if samples.dtype.kind == "f":
        return np.clip(np.round(samples.astype(float) * 255), 0, 255).astype(np.uint8)
    if samples.dtype.kind == "b":
        return samples.astype(np.uint8) * 255
    bits = first.bitspersample - (samples.dtype.kind == "i")
    return np.clip(np.round(samples.astype(float) * 255 / ((1 << bits) - 1)), 0, 255).astype(np.uint8)


def to_rgb(first, samples):
    kind = int(first.photometric)
    if kind == 3:
        table = np.asarray(first.colormap).T
        table = table / 257 if table.max() > 255 else table
        return np.round(table[samples[:, :, 0]]).astype(np.uint8)
    if kind in (8, 9):
        return lab(first, samples, kind)
    values = eight(first, samples)
    if kind == 0:
        values = 255 - values
    if kind == 6 and int(first.compression) != 7:
        values = colour.ycbcr_to_rgb(values if first.tags.valueof(532) is None else widened(values, first))
    managed = by_profile(first, values)
    if managed is not None:
        return managed
    if kind == 5:
        share = values.astype(float)
        return np.round((255 - share[:, :, :3]) * (255 - share[:, :, 3:]) / 255).astype(np.uint8)
    return values.repeat(3, 2) if values.shape[2] == 1 else values


def widened(values, first):
    """Expands samples within a ReferenceBlackWhite to full range."""
    pairs = np.array(first.tags.valueof(532), float).reshape(3, 2, 2)
    black, white = (pairs[:, i, 0] / pairs[:, i, 1] for i in (0, 1))
    spread = np.array([255, 127, 127]) / (white - black)
    return (values - black) * spread + np.array([0, 128, 128])


def lab(first, samples, kind):
    deep = samples.dtype.itemsize == 2
    light = samples[:, :, :1].astype(float) * 100 / (65535 if deep else 255)
    if kind == 8:
        rest = samples[:, :, 1:].view(np.int16 if deep else np.int8).astype(float)
    else:
        rest = samples[:, :, 1:].astype(float) - (32768 if deep else 128)
    return colour.lab_to_srgb(np.dstack([light, rest / (256 if deep else 1)]))


def by_profile(first, values):
    profile = first.tags.valueof(34675)
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(bytes(profile)))
        mode = SPACES[source.profile.xcolor_space]
        if {"L": 1, "RGB": 3, "CMYK": 4}[mode] != values.shape[2]:
            return None
        held = Image.fromarray(values[:, :, 0] if mode == "L" else np.ascontiguousarray(values), mode)
        return np.array(ImageCms.profileToProfile(held, source, SRGB, INTENT, "RGB"))
    except (ImageCms.PyCMSError, OSError, KeyError):
        return None
