"""JPEG files: colour statements, codings, odd metadata, damage."""
import io
import struct

import numpy as np
from PIL import Image, ImageCms

import profiles
import specimen
from encoders import cjpeg, exif, pillow
from specimen import Specimen

RESTARTS = {"restart_marker_blocks": 2}
ICC_PART = 65519


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def segments(data):
    """The segments before the entropy-coded data: [(marker, start, end)]."""
    at, found = 2, []
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        found.append((data[at + 1], at, at + 2 + length))
        at += 2 + length
    found.append((0xDA, at, at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]))
    return found


def before(data, marker, extra):
    """The file with bytes inserted before its first segment of this kind."""
    start = next(s for m, s, _ in segments(data) if m == marker)
    return data[:start] + extra + data[start:]


def with_profile(data, profile, order=lambda parts: parts):
    parts = [profile[i : i + ICC_PART] for i in range(0, len(profile), ICC_PART)]
    marked = [segment(0xE2, b"ICC_PROFILE\0" + bytes([n + 1, len(parts)]) + part) for n, part in enumerate(parts)]
    return data[:2] + b"".join(order(marked)) + data[2:]


def with_exif(data, block):
    return data[:2] + segment(0xE1, b"Exif\0\0" + block) + data[2:]


def base(**options):
    return pillow(specimen.rgb(), "JPEG", quality=95, **options)


def separations():
    """The patches as CMYK, by the inverse of a profile of ideal inks: a fixed list is enough."""
    inks = np.array([[(20, 215, 215, 10), (200, 40, 180, 20), (190, 160, 10, 30)],
                     [(0, 0, 0, 127), (10, 30, 190, 5), (60, 60, 60, 200)]], np.uint8)
    return Image.fromarray(specimen.patches(inks), "CMYK")


def adobe(data, transform):
    """Adds the Adobe marker, which states the coding of the channels."""
    at = data.index(b"Adobe\0")
    return data[: at + 11] + bytes([transform]) + data[at + 12 :]


def colour():
    yield "none", base()
    for name, profile in profiles.RGB_STATEMENTS.items():
        yield name, with_profile(base(), profile)
    for name, profile in profiles.UNUSABLE.items():
        yield "unusable-" + name, with_profile(base(), profile)
    grey = pillow(specimen.grey(), "JPEG", quality=95)
    yield "grey", grey
    yield "grey-gamma-22", with_profile(grey, profiles.GREY_22)
    yield "grey-gamma-10", with_profile(grey, profiles.GREY_10)
    yield "grey-with-rgb-profile", with_profile(grey, profiles.P3)
    yield "grey-unlinkable", with_profile(grey, profiles.GREY_22.replace(b"curv", b"\0\0\0\0"))
    cmyk = pillow(separations(), "JPEG", quality=95)
    yield "cmyk", cmyk
    yield "cmyk-profile", with_profile(cmyk, profiles.CMYK)
    yield "cmyk-with-rgb-profile", with_profile(cmyk, profiles.P3)
    ycck = ycck_file()
    yield "ycck", ycck
    yield "ycck-profile", with_profile(ycck, profiles.CMYK)
    yield "parts-reversed", with_profile(base(), profiles.LARGE, lambda p: p[::-1])
    yield "part-missing", with_profile(base(), profiles.LARGE, lambda p: p[:1] + p[2:])
    yield "part-twice", with_profile(base(), profiles.P3, lambda p: p + p)
    yield "rgb-by-adobe-0", cjpeg(specimen.rgb(), "-quality", "95", "-rgb")
    yield "no-jfif", strip(base(), 0xE0)
    yield "rgb-ids-no-marker", strip(cjpeg(specimen.rgb(), "-quality", "95", "-rgb"), 0xEE)


def ycck_file():
    cmyk = 255 - np.array(separations())
    ycc = np.array(Image.fromarray(cmyk[:, :, :3]).convert("YCbCr"))
    turned = Image.fromarray(255 - np.dstack([ycc, cmyk[:, :, 3]]), "CMYK")
    return adobe(pillow(turned, "JPEG", quality=98), 2)


def strip(data, marker):
    for found, start, end in segments(data):
        if found == marker:
            return data[:start] + data[end:]
    return data


def orientation():
    for number in range(10):
        yield f"exif-{number}", with_exif(base(), exif(number))
    yield "exif-6-big-endian", with_exif(base(), exif(6, little=False))
    yield "exif-6-long", with_exif(base(), exif(6, type_=4))
    yield "exif-6-p3", with_profile(with_exif(base(), exif(6)), profiles.P3)
    yield "exif-6-progressive", with_exif(base(progressive=True), exif(6))
    yield "exif-65535", with_exif(base(), exif(65535))
    yield "exif-cut", with_exif(base(), exif(6)[:12])
    yield "exif-no-tiff", with_exif(base(), b"junkjunkjunk")
    yield "exif-twice-first-wins", with_exif(with_exif(base(), exif(1)), exif(6))


def coding():
    yield "progressive", base(progressive=True)
    yield "restart", base(**RESTARTS)
    yield "progressive-restart", base(progressive=True, **RESTARTS)
    yield "optimized", base(optimize=True)
    for sampling in ("4:4:4", "4:2:2", "4:2:0"):
        yield sampling.replace(":", ""), base(subsampling=sampling)
        yield sampling.replace(":", "") + "-progressive", base(subsampling=sampling, progressive=True)
    for factors in ("1x2,1x1,1x1", "4x1,1x1,1x1", "2x2,2x1,1x1", "1x1,2x2,1x1"):
        yield "sampled-" + factors.replace(",", "-"), cjpeg(specimen.rgb(), "-quality", "95", "-sample", factors)
    yield "arithmetic", cjpeg(specimen.rgb(), "-quality", "95", "-arithmetic")
    yield "arithmetic-progressive", cjpeg(specimen.rgb(), "-quality", "95", "-arithmetic", "-progressive")
    yield "odd-size", pillow(specimen.rgb()[:61, :93], "JPEG", quality=95)
    yield "16-bit-tables", cjpeg(specimen.rgb(), "-quality", "2")
    yield "cmyk-progressive", pillow(separations(), "JPEG", quality=95, progressive=True)
    yield "grey-progressive", pillow(specimen.grey(), "JPEG", quality=95, progressive=True)


def unread():
    import imagecodecs

    yield "12-bit", imagecodecs.jpeg_encode(specimen.rgb().astype(np.uint16) * 16, level=95, bitspersample=12)
    yield "lossless", imagecodecs.jpeg_encode(specimen.rgb(), lossless=True)
    yield "jpeg-ls", imagecodecs.jpegls_encode(specimen.rgb())
    yield "jpeg-xl", imagecodecs.jpegxl_encode(specimen.rgb())
    yield "jpeg-2000", imagecodecs.jpeg2k_encode(specimen.rgb())


def oddities():
    plain, progressive = base(), base(progressive=True)
    jfif = plain.index(b"JFIF\0") + 5
    for version in ((0, 2), (2, 1), (1, 9), (255, 255)):
        yield "jfif-%d.%02d" % version, plain[:jfif] + bytes(version) + plain[jfif + 2 :]
    yield "jfif-density-0", plain[: jfif + 3] + b"\0\0\0\0" + plain[jfif + 7 :]
    sos = segments(plain)[-1]
    for values in ((0, 0, 0), (0, 63, 0x11), (1, 62, 0), (5, 5, 0x10)):
        yield "sos-" + "-".join(map(str, values)), plain[: sos[2] - 3] + bytes(values) + plain[sos[2] :]
    for name, data in (("", plain), ("-progressive", progressive)):
        yield "no-eoi" + name, data[:-2]
        yield "no-eoi-zeros" + name, data[:-2] + b"\0" * 4096
        yield "eoi-then-zeros" + name, data + b"\0" * 4096
        yield "eoi-then-junk" + name, data + bytes(specimen.noise(5).ravel()[:3000])
        yield "eoi-then-jpeg" + name, data + data
        yield "eoi-half" + name, data[:-1]
        yield "junk-after-soi" + name, data[:2] + b"\0\1\2\3junk" + data[2:]
        yield "newline-after-soi" + name, data[:2] + b"\r\n" + data[2:]
        for marker, where in ((0xDB, "dqt"), (0xC4, "dht"), (0xE0, "app0")):
            yield f"junk-before-{where}" + name, before(data, marker, b"\0\x42\x13\x37")
        yield "fill-bytes" + name, before(data, 0xDB, b"\xff\xff\xff")
    yield "zeros-before-soi", b"\0\0" + plain
    yield "app-unknown", plain[:2] + segment(0xEF, b"hello" * 50) + plain[2:]
    yield "app0-short", plain[:2] + segment(0xE0, b"JF") + strip(plain, 0xE0)[2:]
    yield "adobe-transform-7", before(plain, 0xDB, segment(0xEE, b"Adobe\0\x64\0\0\0\0\x07"))
    yield "adobe-short", before(plain, 0xDB, segment(0xEE, b"Adobe\0"))
    yield "com-empty", plain[:2] + segment(0xFE, b"") + plain[2:]
    yield "com-binary", plain[:2] + segment(0xFE, bytes(range(256))) + plain[2:]
    yield "dnl-free-dri-0", before(plain, 0xDA, segment(0xDD, b"\0\0"))
    yield "xmp-broken", plain[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta") + plain[2:]
    yield "mpf", plain[:2] + segment(0xE2, b"MPF\0II*\0\x08\0\0\0\0\0") + plain[2:] + plain
    yield "thumbnail-inside", with_exif(plain, exif(1)[:-4] + struct.pack("<I", 26) + b"\0\0\0\0\0\0" + base())
    yield "soi-twice", plain[:2] + plain
    yield "size-1x1", pillow(specimen.rgb()[:1, :1], "JPEG", quality=95)


def damaged_bases():
    picture = specimen.noise(7)
    yield "baseline", pillow(picture, "JPEG", quality=85)
    yield "progressive", pillow(picture, "JPEG", quality=85, progressive=True)
    yield "restart", pillow(picture, "JPEG", quality=85, **RESTARTS)
    yield "arithmetic", cjpeg(picture, "-quality", "85", "-arithmetic")


FILES = {"colour": colour, "orientation": orientation, "coding": coding, "not read": unread, "metadata": oddities}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            sound = sound_of(name) if kind == "metadata" else None
            yield Specimen(f"jpeg-{kind.replace(' ', '-')}-{name}.jpg", kind, data, sound)


def sound_of(name):
    """The regular file."""
    return "jpeg-coding-progressive.jpg" if name.endswith("progressive") else "jpeg-colour-none.jpg"
