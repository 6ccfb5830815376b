"""Small originals, each different, made by code."""

import hashlib
import random
import struct
import zlib

WIDTH, HEIGHT = 640, 420


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(number):
    """A PNG of 0.27 MP: a gradient, stripes and some noise, by the number."""
    random_of = random.Random(number)
    red, green, blue = (random_of.randrange(256) for _ in range(3))
    period = random_of.randrange(3, 40)
    noise = random_of.randbytes(WIDTH)
    rows = bytearray()
    for y in range(HEIGHT):
        row = bytearray(3 * WIDTH)
        shade = y * 255 // HEIGHT
        row[0::3] = bytes((red + x // 3 + (noise[x] & 15)) & 255 for x in range(WIDTH))
        row[1::3] = bytes([(green + shade) & 255]) * WIDTH
        row[2::3] = bytes([(blue + (y // period) * 31) & 255]) * WIDTH
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 1))
        + chunk(b"IEND", b"")
    )


def digest(body):
    return hashlib.sha256(body).hexdigest()
