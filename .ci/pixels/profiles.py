"""ICC profiles, made from the specification (ICC.1:2022 and, for version 2, ICC.1:2001-04)."""
import struct

import numpy as np

import colour


def s15(value):
    return struct.pack(">i", round(value * 65536))


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(s15(v) for v in values)


def text(words):
    return b"text\0\0\0\0" + words + b"\0"


def description(words):
    return b"desc\0\0\0\0" + struct.pack(">I", len(words) + 1) + words + b"\0" + b"\0" * (4 + 4 + 2 + 1 + 67)


def localized(words):
    wide = words.decode().encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(wide), 28) + wide


def gamma(value):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


def table(decode, entries=1024):
    values = np.round(decode(np.linspace(0, 1, entries)) * 65535).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", entries) + values.tobytes()


def parametric_srgb():
    return b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(
        s15(v) for v in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))


def profile(tags, space=b"RGB ", device=b"mntr", connection=b"XYZ ", version=0x02400000):
    """A profile of these tags; equal data is stored once, as real profiles share their curves."""
    offset = 128 + 4 + 12 * len(tags)
    places, body, entries = {}, b"", b""
    for name, data in tags:
        if data not in places:
            places[data] = offset + len(body)
            body += data + b"\0" * (-len(data) % 4)
        entries += name + struct.pack(">II", places[data], len(data))
    head = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4sQI12s4s16s28s", offset + len(body), b"\0" * 4, version, device, space, connection,
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0), b"acsp", b"\0" * 4, 0, b"\0" * 4, b"\0" * 4, 0, 0,
        b"".join(s15(v) for v in colour.D50_XYZ), b"\0" * 4, b"\0" * 16, b"\0" * 28)
    return head + struct.pack(">I", len(tags)) + entries + body


def matrix(primaries, curve, version=0x02400000, words=b"made by code"):
    to_d50 = colour.adapted(colour.white_xyz(primaries[3]), colour.D50_XYZ) @ colour.to_xyz(primaries)
    named = localized if version >> 24 >= 4 else description
    return profile([
        (b"desc", named(words)), (b"cprt", named(b"CC0") if version >> 24 >= 4 else text(b"CC0")),
        (b"wtpt", xyz(colour.D50_XYZ)), (b"rXYZ", xyz(to_d50[:, 0])), (b"gXYZ", xyz(to_d50[:, 1])),
        (b"bXYZ", xyz(to_d50[:, 2])), (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)], version=version)


def grey(curve):
    return profile([(b"desc", description(b"grey made by code")), (b"cprt", text(b"CC0")),
                    (b"wtpt", xyz(colour.D50_XYZ)), (b"kTRC", curve)], space=b"GRAY")


def lab16(lab):
    """Version 2 encoding of CIELab in 16 bits."""
    l, a, b = lab
    return [round(l * 652.8), round((a + 128) * 256), round((b + 128) * 256)]


def lut(space, channels, to_lab, points=3):
    """An output profile whose A2B0 is a table of `points` to the power of `channels` colours."""
    steps = np.linspace(0, 1, points)
    grid = np.stack(np.meshgrid(*[steps] * channels, indexing="ij"), -1).reshape(-1, channels)
    values = np.array([lab16(to_lab(c)) for c in grid]).clip(0, 65535).astype(">u2")
    line = np.array([0, 65535], ">u2").tobytes()
    identity = b"".join(s15(v) for v in np.eye(3).ravel())
    a2b = (b"mft2\0\0\0\0" + bytes([channels, 3, points, 0]) + identity + struct.pack(">HH", 2, 2)
           + line * channels + values.tobytes() + line * 3)
    return profile([(b"desc", description(b"table made by code")), (b"cprt", text(b"CC0")),
                    (b"wtpt", xyz(colour.D50_XYZ)), (b"A2B0", a2b)], space=space, device=b"prtr", connection=b"Lab ")


def ink_to_lab(inks):
    """Linear in each ink, so that every interpolation method gives the same result."""
    return inks @ np.array([(-22, -25, -20), (-28, 38, -8), (-10, -13, 28), (-40, 0, 0)]) + (100, 0, 0)


def light_to_lab(rgb):
    """Linear in each channel, with red and green exchanged, so that its use is easy to see."""
    return rgb @ np.array([(47, -42, 28), (41, 38, 26), (12, 4, -54)])


SRGB = matrix(colour.PRIMARIES[1], table(colour.srgb_linear))
SRGB_V4 = matrix(colour.PRIMARIES[1], parametric_srgb(), 0x04300000)
P3 = matrix(colour.PRIMARIES[12], parametric_srgb(), 0x04000000)
ADOBE = matrix(colour.ADOBE_RGB, gamma(563 / 256))
PROPHOTO = matrix(colour.PROPHOTO, gamma(1.8))
LINEAR = matrix(colour.PRIMARIES[1], gamma(1.0))
SWAPPED = matrix(colour.SWAPPED, table(colour.srgb_linear))
LARGE = matrix(colour.PRIMARIES[12], parametric_srgb(), 0x04000000, b"x" * 70000)  # more than one JPEG segment
GREY_22 = grey(gamma(2.2))
GREY_10 = grey(gamma(1.0))
CMYK = lut(b"CMYK", 4, ink_to_lab)
RGB_LUT = lut(b"RGB ", 3, light_to_lab)
UNLINKABLE = SRGB.replace(b"curv", b"\0\0\0\0")
EMPTY_CURVES = SRGB.replace(b"rTRC", b"xTRC")
CUT = SRGB[: len(SRGB) // 2]
NOISE = b"this is no profile at all" * 20
RGB_STATEMENTS = {
    "srgb": SRGB, "srgb-v4": SRGB_V4, "p3": P3, "adobe": ADOBE, "prophoto": PROPHOTO, "linear": LINEAR,
    "swapped": SWAPPED, "large-p3": LARGE, "lut": RGB_LUT}
UNUSABLE = {"unlinkable": UNLINKABLE, "curve-missing": EMPTY_CURVES, "cut-profile": CUT, "no-profile": NOISE,
            "grey-in-rgb": GREY_22, "cmyk-in-rgb": CMYK}
