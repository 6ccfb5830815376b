"""TIFF files: depths, photometric interpretations, layouts, codecs, orientation, odd tags, pages."""
import numpy as np

import imagecodecs
import profiles
import specimen
from encoders import pillow
from jpeg_files import separations
from specimen import Specimen
from tiff import (ASCII, BLACK_IS_ZERO, BYTE, CIELAB, FLOAT, LONG, PALETTE, RATIONAL, RGB, SEPARATED, SHORT, SIGNED,
                  UNDEFINED, WHITE_IS_ZERO, YCBCR, page, tiff)

UNSPECIFIED, ASSOCIATED, UNASSOCIATED = 0, 1, 2


def rgb_page(**options):
    return page(specimen.rgb(), RGB, **options)


def scaled(samples, bits):
    return (samples.astype(np.int64) * ((1 << bits) - 1) + 127) // 255


def depths():
    for bits in (1, 2, 4, 8, 12, 16, 32):
        kind = np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32
        values = scaled(specimen.grey(), bits).astype(kind)
        yield f"grey-{bits}", tiff(page(values, BLACK_IS_ZERO, bits))
        yield f"grey-{bits}-white-is-zero", tiff(page(((1 << bits) - 1 - values.astype(np.int64)).astype(kind), WHITE_IS_ZERO, bits))
    for bits in (4, 12, 16, 32):
        values = scaled(specimen.rgb(), bits).astype(np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32)
        yield f"rgb-{bits}", tiff(page(values, RGB, bits))
    for kind in (np.float16, np.float32, np.float64):
        name = np.dtype(kind).name
        yield f"grey-{name}", tiff(page((specimen.grey() / 255).astype(kind), BLACK_IS_ZERO, sample_format=FLOAT))
        yield f"rgb-{name}", tiff(page((specimen.rgb() / 255).astype(kind), RGB, sample_format=FLOAT))
    for bits, kind in ((8, np.int8), (16, np.int16), (32, np.int32)):
        values = scaled(specimen.grey(), bits) // 2  # none negative, the upper half of the range unused
        yield f"grey-int{bits}", tiff(page(values.astype(kind), BLACK_IS_ZERO, sample_format=SIGNED))
    deep = np.dstack([scaled(specimen.rgb(), 16), scaled(specimen.alpha(), 16)]).astype(np.uint16)
    yield "rgba-16", tiff(page(deep, RGB, extra=[UNASSOCIATED]))
    yield "rgb-16-big-endian", tiff(page(scaled(specimen.rgb(), 16).astype(np.uint16), RGB, order=">"), order=">")


def colour():
    for name, profile in {**profiles.RGB_STATEMENTS, **{"unusable-" + n: p for n, p in profiles.UNUSABLE.items()}}.items():
        yield "icc-" + name, tiff(rgb_page(tags=[(34675, UNDEFINED, profile)]))
    yield "icc-p3-16", tiff(page(scaled(specimen.rgb(), 16).astype(np.uint16), RGB, tags=[(34675, UNDEFINED, profiles.P3)]))
    yield "icc-p3-alpha", tiff(page(specimen.rgba(), RGB, extra=[UNASSOCIATED], tags=[(34675, UNDEFINED, profiles.P3)]))
    for name, profile in {"22": profiles.GREY_22, "10": profiles.GREY_10}.items():
        yield "icc-grey-" + name, tiff(page(specimen.grey(), BLACK_IS_ZERO, tags=[(34675, UNDEFINED, profile)]))
    inks = np.array(separations())
    yield "cmyk", tiff(page(inks, SEPARATED, tags=[(332, SHORT, [1])]))
    yield "cmyk-icc", tiff(page(inks, SEPARATED, tags=[(34675, UNDEFINED, profiles.CMYK)]))
    yield "cmyk-icc-16", tiff(page(scaled(inks, 16).astype(np.uint16), SEPARATED, tags=[(34675, UNDEFINED, profiles.CMYK)]))
    yield "cmyk-alpha", tiff(page(np.dstack([inks, specimen.alpha()]), SEPARATED, extra=[UNASSOCIATED]))
    yield "cmyk-five-inks", tiff(page(np.dstack([inks, specimen.alpha()]), SEPARATED, tags=[(332, SHORT, [2]), (334, SHORT, [5])]))
    lab = np.array([[(45, 62, 38), (55, -40, 25), (38, 20, -55)], [(54, 0, 0), (80, 0, 60), (11, 0, 0)]])
    encoded = lab * [2.55, 1, 1]
    yield "lab-8", tiff(page(specimen.patches(np.round(encoded).astype(np.int64).astype(np.uint8)), CIELAB))
    wide = np.round(lab * [655.35, 256, 256]).astype(np.int64).astype(np.uint16)
    yield "lab-16", tiff(page(specimen.patches(wide), CIELAB))
    yield "icclab-8", tiff(page(specimen.patches(np.round(lab * [2.55, 1, 1] + [0, 128, 128]).astype(np.uint8)), 9))
    table = np.zeros((3, 256), int)
    table[:, :6] = specimen.COLOURS.reshape(-1, 3).T.astype(int) * 257
    indices = specimen.patches(np.arange(6).reshape(2, 3)).astype(np.uint8)
    yield "palette-8", tiff(page(indices, PALETTE, tags=[(320, SHORT, table.ravel().tolist())]))
    yield "palette-4", tiff(page(indices, PALETTE, 4, tags=[(320, SHORT, table[:, :16].ravel().tolist())]))
    yield "palette-8-bit-entries", tiff(page(indices, PALETTE, tags=[(320, SHORT, (table // 257).ravel().tolist())]))
    yield from ycbcr()


def ycbcr():
    from PIL import Image

    full = np.array(Image.fromarray(specimen.rgb()).convert("YCbCr"))
    yield "ycbcr-444", tiff(page(full, YCBCR, tags=[(530, SHORT, [1, 1])]))
    yield "ycbcr-444-no-tag", tiff(page(full, YCBCR))
    yield "ycbcr-444-lzw", tiff(page(full, YCBCR, codec=5, tags=[(530, SHORT, [1, 1])]))
    for across, down in ((2, 1), (2, 2), (1, 2), (4, 2)):
        blocks = [np.concatenate([full[y : y + down, x : x + across, 0].ravel(), full[y, x, 1:]])
                  for y in range(0, 64, down) for x in range(0, 96, across)]
        stored = [np.concatenate(blocks).tobytes()]
        yield f"ycbcr-{across}x{down}", tiff(page(full, YCBCR, rows=64, stored=stored, tags=[(530, SHORT, [across, down])]))
    video = np.round(full * [219 / 255, 224 / 255, 224 / 255] + [16, 128 - 128 * 224 / 255, 128 - 128 * 224 / 255]).astype(np.uint8)
    black_white = [(15, 1), (235, 1), (128, 1), (240, 1), (128, 1), (240, 1)]
    yield "ycbcr-video-range", tiff(page(video, YCBCR, tags=[(530, SHORT, [1, 1]), (532, RATIONAL, black_white)]))
    for name, options in {"jpeg-ycbcr": {}, "jpeg-ycbcr-420": {"subsampling": "4:2:0"}}.items():
        part = pillow(specimen.rgb(), "JPEG", quality=95, **({"subsampling": "4:4:4"} | options))
        tags = [(530, SHORT, [2, 2] if options else [1, 1])]
        yield name, tiff(page(specimen.rgb(), YCBCR, codec=7, rows=64, stored=[part], tags=tags))


def transparency():
    straight = specimen.rgba()
    multiplied = np.dstack([np.round(straight[:, :, :3] * (straight[:, :, 3:] / 255)).astype(np.uint8), straight[:, :, 3]])
    yield "unassociated", tiff(page(straight, RGB, extra=[UNASSOCIATED]))
    yield "associated", tiff(page(multiplied, RGB, extra=[ASSOCIATED]))
    yield "unspecified", tiff(page(straight, RGB, extra=[UNSPECIFIED]))
    yield "unspecified-zeros", tiff(page(np.dstack([specimen.rgb(), specimen.alpha() * 0]), RGB, extra=[UNSPECIFIED]))
    yield "no-tag", tiff(page(straight, RGB))
    yield "grey-unassociated", tiff(page(np.dstack([specimen.grey(), specimen.alpha()]), BLACK_IS_ZERO, extra=[UNASSOCIATED]))
    yield "grey-associated", tiff(page(np.dstack([specimen.grey() * (specimen.alpha() / 255), specimen.alpha()]).round().astype(np.uint8), BLACK_IS_ZERO, extra=[ASSOCIATED]))
    yield "grey-unspecified-zeros", tiff(page(np.dstack([specimen.grey(), specimen.alpha() * 0]), BLACK_IS_ZERO, extra=[UNSPECIFIED]))
    five = np.dstack([straight, specimen.grey()])
    yield "alpha-and-more", tiff(page(five, RGB, extra=[UNASSOCIATED, UNSPECIFIED]))
    yield "more-and-alpha", tiff(page(np.dstack([specimen.rgb(), specimen.grey(), specimen.alpha()]), RGB, extra=[UNSPECIFIED, UNASSOCIATED]))
    yield "planar", tiff(page(straight, RGB, planar=True, extra=[UNASSOCIATED]))


def layout():
    yield "one-strip", tiff(rgb_page(rows=64))
    yield "rows-of-1", tiff(rgb_page(rows=1))
    yield "rows-beyond", tiff(rgb_page(rows=64, tags=[(278, LONG, [0xFFFFFFFF])]))
    yield "tiled", tiff(rgb_page(tile=32))
    yield "tiled-48", tiff(rgb_page(tile=48))
    yield "planar", tiff(rgb_page(planar=True))
    yield "tiled-planar", tiff(rgb_page(planar=True, tile=32))
    yield "tiled-planar-deflate", tiff(rgb_page(planar=True, tile=32, codec=8))
    yield "big-endian", tiff(rgb_page(order=">"), order=">")
    yield "bigtiff", tiff(rgb_page(), big=True)
    yield "bigtiff-big-endian", tiff(rgb_page(order=">"), order=">", big=True)
    yield "fill-order-2", tiff(page(scaled(specimen.grey(), 1).astype(np.uint8), BLACK_IS_ZERO, 1, tags=[(266, SHORT, [2])],
                                     stored=[bytes(int(f"{b:08b}"[::-1], 2) for b in np.packbits(specimen.grey() > 127, axis=1).tobytes())], rows=64))
    for name, codec in {"lzw": 5, "deflate": 8, "old-deflate": 32946, "packbits": 32773, "lzma": 34925, "zstd": 50000}.items():
        yield name, tiff(rgb_page(codec=codec))
    yield "lzw-predictor", tiff(rgb_page(codec=5, predictor=2))
    yield "deflate-predictor-16", tiff(page(scaled(specimen.rgb(), 16).astype(np.uint16), RGB, codec=8, predictor=2))
    yield "deflate-predictor-planar", tiff(rgb_page(codec=8, predictor=2, planar=True))
    jpeg = pillow(specimen.rgb(), "JPEG", quality=95, subsampling="4:4:4")
    yield "old-jpeg", tiff(page(specimen.rgb(), YCBCR, codec=6, rows=64, stored=[jpeg], tags=[(513, LONG, [8]), (514, LONG, [len(jpeg)]), (512, SHORT, [1])]))
    yield "webp", tiff(rgb_page(codec=50001, rows=64, stored=[pillow(specimen.rgb(), "WEBP", lossless=True)]))
    yield "lerc", tiff(page(specimen.grey(), BLACK_IS_ZERO, codec=34887, rows=64, stored=[imagecodecs.lerc_encode(specimen.grey())]))
    for name in ("group3", "group4", "tiff_ccitt"):
        from PIL import Image
        yield name.replace("_", "-"), pillow(Image.fromarray(specimen.grey()).convert("1", dither=0), "TIFF", compression=name)


def orientation():
    for number in range(10):
        yield f"tag-{number}", tiff(rgb_page(tags=[(274, SHORT, [number])]))
    yield "tag-6-tiled", tiff(rgb_page(tile=32, tags=[(274, SHORT, [6])]))
    yield "tag-6-big-endian", tiff(rgb_page(order=">", tags=[(274, SHORT, [6])]), order=">")
    yield "tag-65535", tiff(rgb_page(tags=[(274, SHORT, [65535])]))


def metadata():
    yield "number-of-inks", tiff(rgb_page(tags=[(334, SHORT, [4])]))
    yield "ink-names", tiff(rgb_page(tags=[(333, ASCII, b"a\0b\0"), (332, SHORT, [1])]))
    yield "unknown-tag", tiff(rgb_page(tags=[(65000, ASCII, b"hello\0"), (40000, BYTE, [1] * 8)]))
    yield "text-without-end", tiff(rgb_page(tags=[(270, ASCII, b"no zero behind it")]))
    yield "resolution-0", tiff(rgb_page(tags=[(282, RATIONAL, [(0, 0)]), (283, RATIONAL, [(72, 0)]), (296, SHORT, [9])]))
    yield "xmp-broken", tiff(rgb_page(tags=[(700, BYTE, list(b"<x:xmpmeta"))]))
    yield "iptc-as-long", tiff(rgb_page(tags=[(33723, LONG, [0, 1, 2, 3])]))
    yield "photoshop-junk", tiff(rgb_page(tags=[(34377, BYTE, [7] * 33)]))
    yield "exif-offset-beyond", tiff(rgb_page(tags=[(34665, LONG, [0xFFFFFF])]))
    yield "gps-offset-0", tiff(rgb_page(tags=[(34853, LONG, [0])]))
    yield "subfile-of-page", tiff(rgb_page(tags=[(254, LONG, [2]), (297, SHORT, [0, 1])]))
    yield "min-max-sample", tiff(rgb_page(tags=[(280, SHORT, [0] * 3), (281, SHORT, [255] * 3)]))
    yield "min-max-wrong-count", tiff(rgb_page(tags=[(280, SHORT, [0]), (281, SHORT, [255])]))
    yield "bits-count-1", tiff(rgb_page(tags=[(258, SHORT, [8])]))
    yield "sample-format-count-1", tiff(rgb_page(tags=[(339, SHORT, [1])]))
    yield "sample-format-void", tiff(rgb_page(tags=[(339, SHORT, [4] * 3)]))
    yield "transfer-function", tiff(rgb_page(tags=[(301, SHORT, list(range(0, 65536, 256)))]))
    yield "chromaticities", tiff(rgb_page(tags=[(318, RATIONAL, [(3127, 10000), (3290, 10000)]), (319, RATIONAL, [(64, 100), (33, 100), (3, 10), (6, 10), (15, 100), (6, 100)])]))
    yield "byte-counts-0", tiff(rgb_page(rows=64, tags=[(279, LONG, [0])]))
    yield "byte-counts-large", tiff(rgb_page(rows=64, tags=[(279, LONG, [specimen.rgb().size + 2])]))
    good = rgb_page()
    yield "extra-colour-map", tiff(rgb_page(tags=[(320, SHORT, [0] * 768)]))
    yield "planar-of-one-channel", tiff(page(specimen.grey(), BLACK_IS_ZERO, tags=[(284, SHORT, [2])]))
    yield "predictor-uncompressed", tiff(rgb_page(tags=[(317, SHORT, [2])]))
    yield "two-pages", tiff(good, page(specimen.rgb()[::-1], RGB))
    yield "next-beyond", tiff(good, last_next=0xFFFFFF)
    yield "next-is-odd", tiff(good, last_next=11)
    yield "next-is-itself", tiff(good, last_next=len(tiff(good)) - 6 - 12 * len(good[0]))
    yield "second-page-broken", tiff(good, page(specimen.rgb(), RGB, tags=[(273, LONG, [0xFFFFFF] * 4)]))
    yield "second-page-codec", tiff(good, page(specimen.rgb(), RGB, tags=[(259, SHORT, [12345])]))
    yield "second-page-no-size", tiff(good, ({k: v for k, v in good[0].items() if k != 256}, good[1]))
    yield "second-page-depth", tiff(good, page(specimen.grey().astype(np.float32), BLACK_IS_ZERO, sample_format=FLOAT))


def damaged_bases():
    picture = specimen.noise(11)
    yield "uncompressed", tiff(page(picture, RGB))
    yield "deflate", tiff(page(picture, RGB, codec=8))
    yield "lzw-tiled", tiff(page(picture, RGB, codec=5, tile=32))


FILES = {"depth": depths, "colour": colour, "alpha": transparency, "layout": layout, "orientation": orientation, "metadata": metadata}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            yield Specimen(f"tiff-{kind}-{name}.tif", kind, data)
