"""WebP files: both codings, alpha, colour, orientation, animation, odd chunks."""
import struct

import numpy as np
from PIL import Image

import profiles
import specimen
from encoders import exif, pillow
from specimen import Specimen

ICC_FLAG, ALPHA_FLAG, EXIF_FLAG = 0x20, 0x10, 0x08


def chunk(type_, body):
    return type_ + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def image_chunks(data):
    """The chunks of a file after its header, without VP8X."""
    at, found = 12, []
    while at + 8 <= len(data):
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        if data[at : at + 4] != b"VP8X":
            found.append(data[at : at + 8 + size + size % 2])
        at += 8 + size + size % 2
    return found


def extended(flags, width=specimen.WIDTH, height=specimen.HEIGHT):
    side = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + side)


def base(lossless=True, picture=None, **options):
    return pillow(specimen.rgb() if picture is None else picture, "WEBP", lossless=lossless, quality=95, **options)


def colour():
    for coding in ("lossless", "lossy"):
        yield coding, base(coding == "lossless")
        for name, profile in profiles.RGB_STATEMENTS.items():
            yield f"{coding}-icc-{name}", base(coding == "lossless", icc_profile=profile)
        for name, profile in profiles.UNUSABLE.items():
            yield f"{coding}-unusable-{name}", base(coding == "lossless", icc_profile=profile)
    yield "icc-without-flag", riff(extended(0), chunk(b"ICCP", profiles.SWAPPED), *image_chunks(base()))
    yield "icc-flag-alone", riff(extended(ICC_FLAG), *image_chunks(base()))


def transparency():
    for coding in (True, False):
        name = "lossless" if coding else "lossy"
        yield name, base(coding, specimen.rgba())
        yield name + "-p3", base(coding, specimen.rgba(), icc_profile=profiles.P3)
        yield name + "-exact", base(coding, specimen.rgba(), exact=True)
    flagless = image_chunks(base(False, specimen.rgba()))
    yield "alph-without-flag", riff(extended(0), *flagless)
    yield "flag-without-alph", riff(extended(ALPHA_FLAG), *image_chunks(base(False)))


def orientation():
    for number in range(10):
        yield f"exif-{number}", base(exif=exif(number))
    yield "exif-6-lossy", base(False, exif=exif(6))
    yield "exif-6-with-prefix", base(exif=b"Exif\0\0" + exif(6))
    yield "exif-6-without-flag", riff(extended(0), *image_chunks(base()), chunk(b"EXIF", exif(6)))
    yield "exif-broken", riff(extended(EXIF_FLAG), *image_chunks(base()), chunk(b"EXIF", b"MM"))


def structure():
    plain = base(False)
    yield "unknown-chunk-behind", riff(extended(0), *image_chunks(plain), chunk(b"ABCD", b"123"))
    yield "unknown-chunk-first", riff(extended(0), chunk(b"ABCD", b"123"), *image_chunks(plain))
    yield "bytes-behind", plain + b"\0" * 100
    yield "xmp-broken", riff(extended(4), *image_chunks(plain), chunk(b"XMP ", b"<x"))
    yield "odd-size", base(False, specimen.rgb()[:61, :93])
    yield "size-1x1", base(False, specimen.rgb()[:1, :1])
    yield "riff-size-odd", plain[:4] + struct.pack("<I", len(plain) - 7) + plain[8:]
    yield "riff-size-small", plain[:4] + struct.pack("<I", 4) + plain[8:]
    yield "riff-size-huge", plain[:4] + struct.pack("<I", len(plain) + 1000) + plain[8:]


def animation():
    full = Image.fromarray(np.dstack([specimen.rgb(), np.full((64, 96), 255, np.uint8)]))
    turned = full.transpose(Image.Transpose.ROTATE_180)
    for lossless in (True, False):
        name = "lossless" if lossless else "lossy"
        yield "two-" + name, pillow(full, "WEBP", save_all=True, append_images=[turned], duration=100, lossless=lossless, quality=95)
    clear = Image.fromarray(specimen.rgba())
    yield "alpha", pillow(clear, "WEBP", save_all=True, append_images=[clear.transpose(Image.Transpose.ROTATE_180)], lossless=True)
    yield "p3", pillow(full, "WEBP", save_all=True, append_images=[turned], lossless=True, icc_profile=profiles.P3)
    yield "small-frames", small_frames(dispose=0, blend=0)
    yield "small-frames-dispose", small_frames(dispose=1, blend=0)
    yield "small-frames-no-blend", small_frames(dispose=0, blend=1)


def small_frames(dispose, blend):
    """Frames of a third of the canvas, each at a different place."""
    frames = []
    for index, colour in enumerate(specimen.COLOURS[0]):
        body = image_chunks(base(True, np.dstack([np.full((32, 32, 3), colour), np.full((32, 32), 160, np.uint8)]).astype(np.uint8)))
        place = struct.pack("<I", 16 * index)[:3] + b"\0\0\0" + struct.pack("<I", 31)[:3] * 2 + struct.pack("<I", 100)[:3]
        frames.append(chunk(b"ANMF", place + bytes([blend << 1 | dispose]) + b"".join(body)))
    return riff(extended(ALPHA_FLAG | 2), chunk(b"ANIM", b"\0" * 6), *frames)


def damaged_bases():
    picture = specimen.noise(9)
    yield "lossy", base(False, picture)
    yield "lossless", base(True, picture)
    yield "alpha", base(False, np.dstack([picture, specimen.noise(10, 1)]))


FILES = {"colour": colour, "alpha": transparency, "orientation": orientation, "structure": structure, "animation": animation}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            yield Specimen(f"webp-{kind}-{name}.webp", kind, data)
