"""PNG files, written chunk by chunk: depths, colour statements, transparency, interlace, animation."""
import io
import struct
import zlib

import numpy as np

import profiles
import specimen
from encoders import exif
from specimen import Specimen

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
P3_CHRM = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
SRGB_CHRM = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
SWAPPED_CHRM = struct.pack(">8I", 31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000)


def chunk(type_, body):
    return struct.pack(">I", len(body)) + type_ + body + struct.pack(">I", zlib.crc32(type_ + body))


def rows(samples, depth):
    """Scanlines without a filter; samples are rows of pixels of channels."""
    flat = samples.reshape(samples.shape[0], -1)
    if depth == 16:
        packed = flat.astype(">u2").view(np.uint8).reshape(flat.shape[0], -1)
    elif depth == 8:
        packed = flat.astype(np.uint8)
    else:
        bits = ((flat[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1).reshape(flat.shape[0], -1)
        packed = np.packbits(bits.astype(np.uint8), axis=1)
    return b"".join(b"\0" + row.tobytes() for row in packed)


def image_data(samples, depth, interlace):
    if not interlace:
        return rows(samples, depth)
    passes = (samples[y::dy, x::dx] for x, y, dx, dy in ADAM7)
    return b"".join(rows(p, depth) for p in passes if p.size)


def png(samples, type_, depth=8, chunks=(), interlace=False, behind=(), parts=1, level=6):
    """chunks come before the picture's data, behind after it."""
    height, width = samples.shape[:2]
    data = zlib.compress(image_data(samples, depth, interlace), level)
    size = -(-len(data) // parts)
    return SIGNATURE + b"".join(chunk(t, b) for t, b in [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, type_, 0, 0, int(interlace))), *chunks,
        *[(b"IDAT", data[i : i + size]) for i in range(0, len(data), size)], *behind, (b"IEND", b"")])


def iccp(profile):
    return b"iCCP", b"x\0\0" + zlib.compress(profile)


def gama(value):
    return b"gAMA", struct.pack(">I", round(value * 100000))


def statements():
    """Colour statements: {name: chunks}."""
    yield "none", []
    for name, profile in profiles.RGB_STATEMENTS.items():
        yield "icc-" + name, [iccp(profile)]
    for name, profile in profiles.UNUSABLE.items():
        yield "unusable-" + name, [iccp(profile)]
    yield "srgb-chunk", [(b"sRGB", b"\0")]
    for value in (0.45455, 0.55556, 1.0, 0.35):
        yield f"gama-{value}", [gama(value)]
        yield f"gama-{value}-chrm-srgb", [gama(value), (b"cHRM", SRGB_CHRM)]
    yield "gama-chrm-p3", [gama(0.45455), (b"cHRM", P3_CHRM)]
    yield "chrm-p3-alone", [(b"cHRM", P3_CHRM)]
    yield "gama-chrm-swapped", [gama(0.45455), (b"cHRM", SWAPPED_CHRM)]
    yield "gama-0", [gama(0)]
    yield "chrm-zeros", [gama(0.45455), (b"cHRM", b"\0" * 32)]
    for name, code in {"p3": (12, 13), "2020": (9, 1), "srgb": (1, 13), "linear": (1, 8), "gamma22": (1, 4),
                       "pq": (9, 16), "hlg": (9, 18), "unspecified": (2, 2), "reserved": (0, 0)}.items():
        yield "cicp-" + name, [(b"cICP", bytes([*code, 0, 1]))]
    yield "cicp-p3-narrow", [(b"cICP", bytes([12, 13, 0, 0]))]
    yield "cicp-p3-matrix", [(b"cICP", bytes([12, 13, 6, 1]))]
    # Precedence: cICP, iCCP, sRGB, gAMA with cHRM (PNG, third edition, 4.3).
    yield "cicp-p3-over-icc-swapped", [(b"cICP", bytes([12, 13, 0, 1])), iccp(profiles.SWAPPED)]
    yield "icc-p3-over-gama", [gama(1.0), iccp(profiles.P3)]
    yield "icc-p3-over-srgb", [(b"sRGB", b"\0"), iccp(profiles.P3)]
    yield "srgb-over-gama-chrm", [(b"sRGB", b"\0"), gama(1.0), (b"cHRM", P3_CHRM)]
    yield "unlinkable-with-gama", [iccp(profiles.UNLINKABLE), gama(1.0), (b"cHRM", SRGB_CHRM)]


def colour():
    for name, chunks in statements():
        yield name, png(specimen.rgb(), RGB, chunks=chunks)
    for name, chunks in {"gama-1": [gama(1.0), (b"cHRM", SRGB_CHRM)], "cicp-p3": [(b"cICP", b"\x0c\x0d\0\x01")],
                         "icc-p3": [iccp(profiles.P3)], "cicp-swapped-icc": [iccp(profiles.SWAPPED)]}.items():
        deep = specimen.rgb().astype(int) * 257
        yield f"{name}-16-bit", png(deep, RGB, 16, chunks)
        yield f"{name}-alpha", png(specimen.rgba(), RGBA, chunks=chunks)
        yield f"{name}-palette", palette(chunks)
        yield f"{name}-interlaced", png(specimen.rgb(), RGB, chunks=chunks, interlace=True)
    grey = specimen.grey()[:, :, None]
    for name, chunks in {"gama-1": [gama(1.0), (b"cHRM", SRGB_CHRM)], "icc-grey-22": [iccp(profiles.GREY_22)],
                         "icc-grey-10": [iccp(profiles.GREY_10)], "icc-rgb": [iccp(profiles.P3)]}.items():
        yield "grey-" + name, png(grey, GREY, chunks=chunks)
        yield "grey-alpha-" + name, png(np.dstack([grey, specimen.alpha()]), GREY_ALPHA, chunks=chunks)
    yield "iccp-name-empty", png(specimen.rgb(), RGB, chunks=[(b"iCCP", b"\0\0" + zlib.compress(profiles.P3))])
    yield "iccp-not-zlib", png(specimen.rgb(), RGB, chunks=[(b"iCCP", b"x\0\0" + b"\x42" * 50)])
    yield "iccp-twice", png(specimen.rgb(), RGB, chunks=[iccp(profiles.P3), iccp(profiles.SWAPPED)])


def indices():
    return specimen.patches(np.arange(6).reshape(2, 3))[:, :, None]


def palette(chunks=(), depth=8, transparent=None, interlace=False):
    table = (b"PLTE", specimen.COLOURS.tobytes())
    if transparent:
        chunks = [*chunks, table, (b"tRNS", transparent)]
    else:
        chunks = [*chunks, table]
    return png(indices(), PALETTE, depth, chunks, interlace)


def depths():
    for depth in (1, 2, 4, 8, 16):
        most = (1 << depth) - 1
        samples = (specimen.grey()[:, :, None].astype(int) * most + 127) // 255
        for interlace in (False, True):
            tail = f"{depth}-bit" + "-interlaced" * interlace
            yield "grey-" + tail, png(samples, GREY, depth, interlace=interlace)
        key = struct.pack(">H", int(samples[0, 0, 0]))
        yield f"grey-{depth}-bit-key", png(samples, GREY, depth, [(b"tRNS", key)])
    for depth in (4, 8):
        for interlace in (False, True):
            tail = f"{depth}-bit" + "-interlaced" * interlace
            yield "palette-" + tail, palette((), depth, interlace=interlace)
            yield "palette-alpha-" + tail, palette((), depth, specimen.ALPHAS.tobytes(), interlace)
    two = specimen.patches(np.array([[0, 1, 0], [1, 0, 1]]))[:, :, None]
    for depth in (1, 2):
        yield f"palette-{depth}-bit", png(two, PALETTE, depth, [(b"PLTE", specimen.COLOURS[0, :2].tobytes())])
    deep = specimen.rgb().astype(int) * 257
    for interlace in (False, True):
        tail = "-interlaced" * interlace
        yield "rgb-16" + tail, png(deep, RGB, 16, interlace=interlace)
        yield "rgba-8" + tail, png(specimen.rgba(), RGBA, interlace=interlace)
        yield "rgba-16" + tail, png(specimen.rgba().astype(int) * 257, RGBA, 16, interlace=interlace)
        both = np.dstack([specimen.grey(), specimen.alpha()])
        yield "grey-alpha-8" + tail, png(both, GREY_ALPHA, interlace=interlace)
        yield "grey-alpha-16" + tail, png(both.astype(int) * 257, GREY_ALPHA, 16, interlace=interlace)
    yield "rgb-key", png(specimen.rgb(), RGB, chunks=[(b"tRNS", struct.pack(">3H", 200, 40, 40))])
    yield "rgb-16-key", png(deep, RGB, 16, [(b"tRNS", struct.pack(">3H", 200 * 257, 40 * 257, 40 * 257))])
    yield "rgb-16-near-key", png(deep + 1, RGB, 16, [(b"tRNS", struct.pack(">3H", 200 * 257, 40 * 257, 40 * 257))])
    yield "palette-beyond", png(indices(), PALETTE, 8, [(b"PLTE", specimen.COLOURS[:1].tobytes())])


def orientation():
    for number in range(10):
        yield f"exif-{number}", png(specimen.rgb(), RGB, chunks=[(b"eXIf", exif(number))])
    yield "exif-6-behind", png(specimen.rgb(), RGB, behind=[(b"eXIf", exif(6))])
    yield "exif-broken", png(specimen.rgb(), RGB, chunks=[(b"eXIf", b"MM")])


def structure():
    picture = specimen.rgb()
    yield "many-idat", png(picture, RGB, parts=40)
    yield "level-0", png(picture, RGB, level=0)
    yield "bytes-behind", png(picture, RGB) + b"\0" * 500
    yield "junk-behind", png(picture, RGB) + b"no chunk at all" * 9
    yield "text", png(picture, RGB, chunks=[(b"tEXt", b"Comment\0hello")])
    yield "text-broken", png(picture, RGB, chunks=[(b"iTXt", b"x"), (b"zTXt", b"k\0\0notzlib")])
    yield "unknown-ancillary", png(picture, RGB, chunks=[(b"abCd", b"1234")])
    yield "phys-time-bkgd", png(picture, RGB, chunks=[
        (b"pHYs", struct.pack(">IIB", 0, 0, 9)), (b"tIME", b"\0" * 7), (b"bKGD", b"\0" * 6)])
    yield "suggested-palette", png(picture, RGB, chunks=[(b"PLTE", b"\1\2\3" * 5)])
    yield "time-length-wrong", png(picture, RGB, chunks=[(b"tIME", b"\0" * 3), (b"gAMA", b"\0")])
    yield "odd-size", png(picture[:61, :93], RGB, interlace=True)
    yield "size-1x1", png(picture[:1, :1], RGB)
    bad = png(picture, RGB, chunks=[(b"tEXt", b"Comment\0hello")])
    at = bad.index(b"hello") + 5
    yield "text-crc", bad[:at] + b"\0\0\0\0" + bad[at + 4 :]


def animated(frames, default_hidden=False, offset=(0, 0), dispose=0, blend=0):
    """frames: RGBA pictures; the first one is the canvas."""
    height, width = frames[0].shape[:2]
    number = iter(range(1000))
    out = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, RGBA, 0, 0, 0)),
           (b"acTL", struct.pack(">II", len(frames) - default_hidden, 0))]
    for index, frame in enumerate(frames):
        data = zlib.compress(rows(frame, 8))
        x, y = offset if index else (0, 0)
        control = struct.pack(">IIIIHHBB", frame.shape[1], frame.shape[0], x, y, 10, 100, dispose, blend)
        if index or not default_hidden:
            out.append((b"fcTL", struct.pack(">I", next(number)) + control))
        out.append((b"fdAT", struct.pack(">I", next(number)) + data) if index else (b"IDAT", data))
    return SIGNATURE + b"".join(chunk(t, b) for t, b in [*out, (b"IEND", b"")])


def animation():
    full = np.dstack([specimen.rgb(), np.full((64, 96), 255, np.uint8)])
    turned = np.ascontiguousarray(full[::-1, ::-1])
    small = np.ascontiguousarray(turned[:32, :32])
    yield "two-frames", animated([full, turned])
    yield "one-frame", animated([full])
    yield "hidden-default", animated([turned, full, turned], default_hidden=True)
    for dispose in (0, 1, 2):
        for blend in (0, 1):
            half = small.copy()
            half[:, :, 3] = 128
            other = half ^ np.array([255, 255, 255, 0], np.uint8)  # WebP would merge equal frames
            yield f"small-dispose-{dispose}-blend-{blend}", animated([full, half, other], offset=(32, 32), dispose=dispose, blend=blend)


def damaged_bases():
    picture = specimen.noise(8)
    yield "rgb", png(picture, RGB, parts=4)
    yield "interlaced", png(picture, RGB, interlace=True, parts=4)
    yield "grey-16", png(picture[:, :, :1].astype(int) * 257, GREY, 16, parts=3)


FILES = {"colour": colour, "depth": depths, "orientation": orientation, "structure": structure, "animation": animation}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            yield Specimen(f"png-{kind}-{name}.png", kind, data)
