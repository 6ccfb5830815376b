"""GIF files, written block by block: frames, disposal, transparency, interlace, endings."""
import struct

import numpy as np

import profiles
import specimen
from specimen import Specimen

CLEAR, TRAILER = 16, b";"
TABLE = specimen.COLOURS.reshape(-1, 3)
INDICES = specimen.patches(np.arange(6).reshape(2, 3))


def lzw(indices, bits=4):
    """Codes of one width: a clear code comes before the table grows."""
    clear, codes = 1 << bits, []
    for number, index in enumerate(indices):
        if number % ((1 << bits) - 2) == 0:
            codes.append(clear)
        codes.append(int(index))
    codes.append(clear + 1)
    width, held, count, out = bits + 1, 0, 0, bytearray()
    for code in codes:
        held |= code << count
        count += width
        while count > 7:
            out.append(held & 255)
            held >>= 8
            count -= 8
    out.append(held & 255)
    return bytes([bits]) + b"".join(
        bytes([len(out[i : i + 255])]) + bytes(out[i : i + 255]) for i in range(0, len(out), 255)) + b"\0"


def colour_table(entries=16, table=TABLE):
    return bytes(table.astype(np.uint8).ravel()).ljust(entries * 3, b"\0")


def frame(indices, x=0, y=0, dispose=0, transparent=None, delay=10, local=None, interlace=False, control=True):
    height, width = indices.shape
    order = [r for start, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for r in range(start, height, step)]
    pixels = indices[order] if interlace else indices
    flags = (0x83 if local is not None else 0) | (0x40 if interlace else 0)
    head = b""
    if control:
        head = b"!\xf9\4" + bytes([dispose << 2 | (transparent is not None)]) + struct.pack("<HB", delay, transparent or 0) + b"\0"
    table = colour_table(table=local) if local is not None else b""
    return head + b"," + struct.pack("<HHHHB", x, y, width, height, flags) + table + lzw(pixels.ravel())


def gif(*blocks, width=specimen.WIDTH, height=specimen.HEIGHT, table=True, background=0, end=TRAILER, version=b"89a"):
    head = b"GIF" + version + struct.pack("<HHBBB", width, height, 0xB3 if table else 0x30, background, 0)
    return head + (colour_table() if table else b"") + b"".join(blocks) + end


def extension(label, *blocks):
    return bytes([0x21, label]) + b"".join(bytes([len(b)]) + b for b in blocks) + b"\0"


LOOP = extension(0xFF, b"NETSCAPE2.0", b"\1\0\0")


def flat(index, width=32, height=32):
    return np.full((height, width), index)


def still():
    yield "plain", gif(frame(INDICES))
    yield "87a", gif(frame(INDICES, control=False), version=b"87a")
    yield "interlaced", gif(frame(INDICES, interlace=True))
    yield "transparent", gif(frame(INDICES, transparent=2))
    yield "local-table", gif(frame(INDICES, local=TABLE[::-1]))
    yield "local-table-alone", gif(frame(INDICES, local=TABLE), table=False)
    yield "no-table", gif(frame(INDICES), table=False)
    yield "small-frame", gif(frame(flat(1), 32, 16))
    yield "small-frame-background-3", gif(frame(flat(1), 32, 16), background=3)
    yield "small-frame-transparent", gif(frame(flat(1), 32, 16, transparent=5))
    yield "frame-beyond-canvas", gif(frame(INDICES), width=64, height=48)
    yield "frame-partly-beyond", gif(frame(flat(1, 64, 64), 64, 32))
    yield "canvas-0x0", gif(frame(INDICES), width=0, height=0)
    yield "canvas-large", gif(frame(flat(1, 40, 40), 8, 8), width=800, height=600)
    yield "canvas-over-2048", gif(frame(flat(1, 40, 40), 8, 8), width=2100, height=64)
    yield "icc-p3", gif(icc_block(), frame(INDICES))
    for dispose in range(8):
        yield f"dispose-{dispose}-alone", gif(frame(flat(1), 32, 16, dispose=dispose))


def icc_block():
    parts = [profiles.P3[i : i + 255] for i in range(0, len(profiles.P3), 255)]
    return extension(0xFF, b"ICCRGBG1012", *parts)


def animation():
    for dispose in range(5):
        yield f"dispose-{dispose}", gif(
            LOOP, frame(INDICES, dispose=1), frame(flat(4), 32, 16, dispose=dispose), frame(flat(2), 16, 0, dispose=dispose), frame(flat(3), 48, 32))
        yield f"dispose-{dispose}-first", gif(
            LOOP, frame(INDICES, dispose=dispose), frame(flat(4), 32, 16), frame(flat(2), 16, 32))
        yield f"dispose-{dispose}-clear", gif(
            LOOP, frame(flat(1), 0, 0, dispose=dispose, transparent=5), frame(flat(4), 32, 16, dispose=dispose, transparent=5), frame(flat(2), 64, 32))
    yield "transparent-over", gif(LOOP, frame(INDICES), frame(np.where(INDICES == 1, 2, 5), transparent=5))
    yield "no-loop", gif(frame(INDICES), frame(flat(4), 32, 16))
    yield "local-tables", gif(LOOP, frame(INDICES, local=TABLE), frame(INDICES, local=TABLE[::-1]))
    yield "larger-second", gif(LOOP, frame(flat(1), 0, 0), frame(INDICES), width=96, height=64)
    yield "second-beyond", gif(LOOP, frame(INDICES), frame(flat(4), 80, 48))
    yield "control-twice", gif(LOOP, extension(0xF9, b"\x0c\0\0\0"), frame(INDICES), frame(flat(4), 32, 16))
    yield "400-frames", gif(LOOP, *[frame(flat(n % 6)[:16, :16], n % 5 * 16, n % 4 * 16) for n in range(400)])


def endings():
    whole = [LOOP, frame(INDICES), frame(flat(4), 32, 16)]
    comment = extension(0xFE, b"hello there")
    yield "no-trailer", gif(*whole, end=b"")
    yield "bytes-behind", gif(*whole) + b"\0" * 99
    yield "zeros-for-trailer", gif(*whole, end=b"\0\0\0\0")
    yield "comment", gif(*whole, comment)
    yield "cut-in-comment", gif(*whole, comment[:6], end=b"")
    yield "cut-in-control", gif(*whole, frame(INDICES)[:5], end=b"")
    yield "cut-behind-label", gif(*whole, b"!", end=b"")
    yield "still-cut-in-comment", gif(frame(INDICES), comment[:6], end=b"")
    yield "plain-text", gif(extension(1, b"\0" * 12, b"text"), *whole)
    yield "unknown-extension", gif(extension(0x77, b"xyz"), *whole)
    yield "unknown-application", gif(extension(0xFF, b"XMP DataXMP", b"<x>"), *whole)
    yield "application-short", gif(extension(0xFF, b"ABC"), *whole)
    yield "more-codes-than-pixels", gif(frame_with(np.concatenate([INDICES.ravel(), [1] * 50])))
    yield "fewer-codes-than-pixels", gif(frame_with(INDICES.ravel()[:-600]))
    yield "index-beyond-table", gif(frame(np.where(INDICES == 2, 15, INDICES)))


def frame_with(indices):
    return b"," + struct.pack("<HHHHB", 0, 0, specimen.WIDTH, specimen.HEIGHT, 0) + lzw(indices)


def damaged_bases():
    """Noise of nearly grey colours, which WebP's chroma subsampling hardly changes."""
    noise = np.random.default_rng(3).integers(0, 6, (64, 96))
    greys = np.array([(60, 64, 70), (90, 86, 80), (120, 120, 120), (150, 146, 140), (180, 184, 190), (210, 205, 200), (20, 20, 20), (250, 250, 250)])
    yield "still", gif(frame(noise, local=greys))
    yield "animated", gif(LOOP, *[frame(part, local=greys) for part in (noise, noise[::-1], noise[:, ::-1])])


FILES = {"still": still, "animation": animation, "ending": endings}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            yield Specimen(f"gif-{kind}-{name}.gif", kind, data)
