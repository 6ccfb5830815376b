"""TIFF inputs, directory by directory."""
import struct

import numpy as np

from bytes_of import RED, SIDE, encoded, uniform, unlinkable_profile

SHORT, LONG, RATIONAL = 3, 4, 5


def directory(at, data, tags, following=0):
    """Returns the bytes of pixels and directory for an offset, and the offset of the directory."""
    tags = sorted({**tags, 273: (LONG, [at]), 279: (LONG, [len(data)])}.items())
    start = at + len(data) + len(data) % 2
    extra_at = start + 2 + 12 * len(tags) + 4
    entries, extra = b"", b""
    for tag, (kind, values) in tags:
        packed = b"".join(struct.pack({SHORT: "<H", LONG: "<I", RATIONAL: "<Q"}[kind], v) for v in values)
        if len(packed) > 4:
            value = struct.pack("<I", extra_at + len(extra))
            extra += packed + b"\0" * (len(packed) % 2)
        else:
            value = packed.ljust(4, b"\0")
        entries += struct.pack("<HHI", tag, kind, len(values)) + value
    body = data + b"\0" * (len(data) % 2) + struct.pack("<H", len(tags)) + entries
    return body + struct.pack("<I", extra_at + len(extra) if following is None else following) + extra, start


def tags(photometric, samples, bits, **more):
    usual = {256: SIDE, 257: SIDE, 258: [bits] * samples, 259: 1, 262: photometric, 277: samples, 278: SIDE, 284: 1}
    usual.update({int(tag[1:]): value for tag, value in more.items()})
    return {tag: (SHORT, value if isinstance(value, list) else [value]) for tag, value in usual.items()}


def tiff(data, its_tags, behind=None):
    body, start = directory(8, data, its_tags, 0 if behind is None else None)
    return b"II*\0" + struct.pack("<I", start) + body + (behind(8 + len(body)) if behind else b"")


def second_page(data, its_tags):
    """Makes a second page. Its directory is where its pixels would be, so the pixels are elsewhere."""
    def page(at):
        count = len(its_tags) + 2
        body = b""
        all_tags = sorted({**its_tags, 273: (LONG, [at + 2 + 12 * count + 4]), 279: (LONG, [len(data)])}.items())
        for tag, (kind, values) in all_tags:
            value = struct.pack("<I", values[0]) if kind == LONG else struct.pack("<HH", values[0], values[1] if len(values) == 2 else 0)
            body += struct.pack("<HHI", tag, kind, min(len(values), 2)) + value
        return struct.pack("<H", count) + body + b"\0\0\0\0" + data

    return page


def cases(case):
    red = np.array(uniform(RED))
    rgb = red.tobytes()
    grey_tags = tags(1, 1, 8)
    for value in (0, 9, 255):
        case(f"orientation-{value}.tif", tiff(rgb, tags(2, 3, 8, t274=value)), "an orientation that is none counts as 1", pixel=RED)
    case("inks-4.tif", tiff(rgb, tags(2, 3, 8, t334=4)), "NumberOfInks on RGB", pixel=RED)
    case("ink-set.tif", tiff(rgb, tags(2, 3, 8, t332=1, t336=[0, 255])), "tags of printing on RGB", pixel=RED)
    case("page-5-of-2.tif", tiff(rgb, tags(2, 3, 8, t297=[5, 2])), "a page number that cannot be", pixel=RED)
    case("resolution-0.tif", tiff(rgb, {**tags(2, 3, 8), 282: (RATIONAL, [0]), 283: (RATIONAL, [0])}), "a resolution that is none", pixel=RED)
    case("rows-per-strip-0.tif", tiff(rgb, {**tags(2, 3, 8), 278: (LONG, [0xFFFFFFFF])}), "one strip, however it is said", pixel=RED)
    garbage = bytes(range(256)) * 16
    case("second-page-unknown-codec.tif", tiff(rgb, tags(2, 3, 8), second_page(garbage, tags(1, 1, 8, t259=12345))), "the first page is whole", pixel=RED)
    case("second-page-fax-garbage.tif", tiff(rgb, tags(2, 3, 8), second_page(garbage, tags(0, 1, 1, t259=4))), "the first page is whole", pixel=RED)
    case("second-page-nowhere.tif", tiff(rgb, tags(2, 3, 8), lambda at: b""), "the first page is whole", pixel=RED)
    case("icc-unlinkable.tif", encoded(uniform(RED), "TIFF", icc_profile=unlinkable_profile()), "shown as if without profile", pixel=RED)
    lab = np.array([[[116, 62, 38]]], np.uint8).repeat(SIDE, 0).repeat(SIDE, 1).tobytes()
    case("lab8.tif", tiff(lab, tags(8, 3, 8)), "shown, or not read: never damaged", ready=True, failed=("unsupported_format",), unsaid=("damaged",))
    unread = dict(ready=True, failed=("unsupported_format", "unsupported_codec"), unsaid=("damaged",))
    case("uint32.tif", tiff((red.astype("<u4") * 16843009).tobytes(), tags(2, 3, 32)), "shown right, or not read", pixel=RED, **unread)
    half = np.full((SIDE, SIDE), 0.5, "<f4").tobytes()
    case("float32-grey.tif", tiff(half, tags(1, 1, 32, t339=3)), "shown right, or not read", pixel=(127,) * 3, **unread)
    int16 = np.full((SIDE, SIDE), 16384, "<i2").tobytes()
    case("int16-grey.tif", tiff(int16, tags(1, 1, 16, t339=2)), "shown, or not read", **unread)
    case("ycbcr-444.tif", tiff(np.array(uniform(RED).convert("YCbCr")).tobytes(), tags(6, 3, 8, t530=[1, 1])), "shown right, or not read", pixel=RED, **unread)
    y, cb, cr = uniform(RED).convert("YCbCr").getpixel((0, 0))
    blocks = bytes([y, y, y, y, cb, cr]) * (SIDE * SIDE // 4)
    case("ycbcr-420.tif", tiff(blocks, tags(6, 3, 8, t530=[2, 2])), "shown right and without alpha, or not read", pixel=RED, alpha=False, **unread)
    extra = np.dstack([red, np.zeros((SIDE, SIDE), np.uint8)]).tobytes()
    case("extra-unspecified.tif", tiff(extra, tags(2, 4, 8, t338=0)), "an unspecified sample is no alpha", pixel=(*RED, 255), alpha=False)
    refused = dict(failed=("unsupported_codec", "unsupported_format"), unsaid=("damaged",))
    for name, codec in {"ojpeg": 6, "zstd": 50000, "lzma": 34925, "lerc": 34887}.items():
        case(f"{name}.tif", tiff(rgb, tags(2, 3, 8, t259=codec)), "a codec that is not built in", **refused)
    case("float64.tif", tiff(np.full((SIDE, SIDE), 0.5, "<f8").tobytes(), tags(1, 1, 64, t339=3)), "a depth that is not read", **refused)
    case("12-bit-grey.tif", tiff(b"\x80\x08\x00" * (SIDE * SIDE // 2), tags(1, 1, 12)), "a depth that is not read", **refused)
    tiled = {256: SIDE, 257: SIDE, 258: [8] * 3, 259: 1, 262: 2, 277: 3, 284: 2, 322: SIDE, 323: SIDE}
    case("tiled-planar.tif", tiled_planar(red, tiled), "tiles in planes are not read, or shown right", pixel=RED, **unread)
    case("plain-grey.tif", tiff(bytes([90]) * SIDE * SIDE, grey_tags), "nothing odd", pixel=(90,) * 3)


def tiled_planar(array, its_tags):
    planes = [array[:, :, i].tobytes() for i in range(3)]
    all_tags = {tag: (SHORT, value if isinstance(value, list) else [value]) for tag, value in its_tags.items()}
    offsets = [8 + sum(len(p) for p in planes[:i]) for i in range(3)]
    all_tags.update({324: (LONG, offsets), 325: (LONG, [len(p) for p in planes])})
    data = b"".join(planes)
    start = 8 + len(data)
    ordered = sorted(all_tags.items())
    extra_at, entries, extra = start + 2 + 12 * len(ordered) + 4, b"", b""
    for tag, (kind, values) in ordered:
        packed = b"".join(struct.pack("<H" if kind == SHORT else "<I", v) for v in values)
        if len(packed) > 4:
            entries += struct.pack("<HHII", tag, kind, len(values), extra_at + len(extra))
            extra += packed + b"\0" * (len(packed) % 2)
        else:
            entries += struct.pack("<HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    return b"II*\0" + struct.pack("<I", start) + data + struct.pack("<H", len(ordered)) + entries + b"\0\0\0\0" + extra
