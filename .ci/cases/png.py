"""PNG inputs, written chunk by chunk, because no writer offers so many colour statements."""
import struct
import zlib

import numpy as np

from bytes_of import NOISE, RED, encoded, uniform, unlinkable_profile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
P3 = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(image, *chunks):
    array = np.asarray(image)
    height, width = array.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in array)
    kind = {3: 2, 4: 6}[array.shape[2]]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    return SIGNATURE + head + b"".join(chunk(*c) for c in chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def gama(value):
    return (b"gAMA", struct.pack(">I", value))


def cases(case):
    grey, red = uniform((128,) * 3), uniform(RED)
    case("gama-0.55556.png", png(grey, gama(55556)), "gamma 1.8", pixel=(146,) * 3)
    case("gama-1.png", png(grey, gama(100000)), "linear light", pixel=(188,) * 3)
    case("gama-srgb.png", png(grey, gama(45455)), "gamma 2.2 is nearly sRGB", pixel=(129,) * 3)
    case("chrm-p3.png", png(red, gama(45455), (b"cHRM", P3)), "Display P3 by its primaries", pixel=(218, 0, 26))
    case("cicp-p3.png", png(red, (b"cICP", b"\x0c\x0d\0\1")), "Display P3 by number", pixel=(218, 0, 26))
    case("cicp-2020.png", png(red, (b"cICP", b"\x09\1\0\1")), "BT.2020", pixel=(254, 0, 47))
    case("cicp-srgb-over-gama.png", png(grey, (b"cICP", b"\1\x0d\0\1"), gama(100000)), "cICP goes before gAMA", pixel=(128,) * 3)
    case("srgb-over-gama.png", png(grey, (b"sRGB", b"\0"), gama(100000)), "sRGB goes before gAMA", pixel=(128,) * 3)
    case("gama-0.png", png(grey, gama(0)), "a gamma of nothing states nothing", pixel=(128,) * 3)
    profile = b"broken\0\0" + zlib.compress(unlinkable_profile())
    case("icc-unlinkable.png", png(red, (b"iCCP", profile)), "shown as if without profile", pixel=RED)
    case("apng.png", encoded(red, "PNG", save_all=True, append_images=[uniform((0, 0, 255))], duration=100),
         "moves in WebP, or the exception is documented", pixel=RED)
    whole = encoded(NOISE, "PNG")
    at = whole.index(b"IDAT")
    case("cut.png", whole[: len(whole) // 2], "stays truncated", failed=("truncated",))
    case("length-damaged.png", whole[: at - 4] + struct.pack(">I", 0x00FFFFFF) + whole[at:], "the end mark is there", failed=("corrupt",))
    case("data-damaged.png", whole[: at + 5000] + b"\xaa" * 50 + whole[at + 5050 :], "the end mark is there", failed=("corrupt",))
