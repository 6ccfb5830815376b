"""Damages valid files: truncation, missing ends, zeroed and deleted ranges, lengths, flipped bits."""
import random
import struct
import zlib

import avif_files
import gif_files
import jpeg_files
import png_files
import tiff_files
import webp_files
from specimen import Specimen

MODULES = {"jpeg": (jpeg_files, "jpg"), "png": (png_files, "png"), "webp": (webp_files, "webp"),
           "avif": (avif_files, "avif"), "gif": (gif_files, "gif"), "tiff": (tiff_files, "tif")}


def pixels_of(format_, data):
    """The approximate range of the coded pixels: (first byte, one after the last)."""
    match format_:
        case "jpeg":
            return jpeg_files.segments(data)[-1][2], len(data) - 2
        case "png":
            return data.index(b"IDAT") + 4, data.rindex(b"IEND") - 8
        case "webp":
            return data.index(b"VP8") + 20, len(data)
        case "avif":
            return data.index(b"mdat") + 4, len(data)
        case "gif":
            return data.index(b",") + 11, len(data) - 2
        case "tiff":
            return 8, len(data) - 300
    raise ValueError(format_)


def lengths(format_, data):
    """The length fields: (offset, struct format)."""
    match format_:
        case "jpeg":
            first = {marker: start for marker, start, _ in reversed(jpeg_files.segments(data)) if marker != 0xE0}
            return [(start + 2, ">H") for start in sorted(first.values())]
        case "png":
            return [(data.index(b"IDAT") - 4, ">I")]
        case "webp":
            return [(16, "<I"), (data.index(b"VP8") + 4, "<I")]
        case "avif":
            return [(data.index(b"meta") - 4, ">I"), (data.index(b"mdat") - 4, ">I")]
        case "gif":
            return [(data.index(b",") + 11, "B")]
        case "tiff":
            return []
    raise ValueError(format_)


def whole_name(format_, base):
    return f"{format_}-whole-{base}.{MODULES[format_][1]}"


def damages(format_, data, seed):
    """(name, damaged bytes)"""
    chance = random.Random(seed)
    first, last = pixels_of(format_, data)
    for tenth in (1, 3, 5, 7, 9):
        yield f"cut-{tenth}0", data[: first + (last - first) * tenth // 10]
    yield "cut-in-head", data[: first // 2]
    for few in (1, 3, 12):
        yield f"cut-last-{few}", data[:-few]
    for number in range(2):
        at = chance.randrange(first, last - 80)
        yield f"zeroed-{number}", data[:at] + b"\0" * 64 + data[at + 64 :]
        yield f"deleted-{number}", data[:at] + data[at + 61 :]
        yield f"inserted-{number}", data[:at] + chance.randbytes(37) + data[at:]
    for number in range(4):
        at = chance.randrange(first, last)
        yield f"bit-{number}", data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    for number, (at, kind) in enumerate(lengths(format_, data)):
        size = struct.calcsize(kind)
        was = struct.unpack(kind, data[at : at + size])[0]
        for name, value in (("smaller", max(0, was - 7)), ("larger", min(was + 13, 256**size - 1)), ("huge", 256**size // 2 + 5)):
            yield f"length-{number}-{name}", data[:at] + struct.pack(kind, value) + data[at + size :]
    if format_ == "png":
        yield from png_repaired(data, chance)


def png_repaired(data, chance):
    """Damaged pixels with a correct checksum: only the codec can detect it."""
    start = data.index(b"IDAT")
    size = struct.unpack(">I", data[start - 4 : start])[0]
    at = chance.randrange(start + 4, start + 4 + size)
    body = bytearray(data[start : start + 4 + size])
    body[at - start] ^= 0x10
    yield "bit-right-crc", data[:start] + bytes(body) + struct.pack(">I", zlib.crc32(body)) + data[start + 8 + size :]


def specimens():
    for format_, (module, ending) in MODULES.items():
        for number, (base, data) in enumerate(module.damaged_bases()):
            yield Specimen(whole_name(format_, base), "whole", data)
            for name, broken in damages(format_, data, 1000 + number):
                yield Specimen(f"{format_}-damage-{base}-{name}.{ending}", "damage", broken, whole_name(format_, base))
