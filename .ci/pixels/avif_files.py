"""AVIF files: nclx, ICC, depth, range, subsampling, alpha, rotation, brands, sequences."""
import struct

import numpy as np

import profiles
import specimen
from encoders import avifenc, exif
from png_files import GREY, GREY_ALPHA, RGB, RGBA, png
from specimen import Specimen

RGB_PNG = png(specimen.rgb(), RGB)
DEEP_PNG = png(specimen.rgb().astype(int) * 257, RGB, 16)
ALPHA_PNG = png(specimen.rgba(), RGBA)
NOISE_PNG = png(specimen.noise(12), RGB)


def base(*options):
    return avifenc([RGB_PNG], *options)


def nclx(data, primaries, transfer, matrix=None, full=None):
    """The file with other numbers in every nclx box; None keeps the existing one."""
    out, at = bytearray(data), data.find(b"nclx")
    while at >= 0:
        was = struct.unpack(">HHHB", data[at + 4 : at + 11])
        out[at + 4 : at + 11] = struct.pack(">HHHB", primaries, transfer, was[2] if matrix is None else matrix,
                                            was[3] if full is None else full << 7)
        at = data.find(b"nclx", at + 4)
    return bytes(out)


def without_colour(data):
    """A file without a colr box of a known type."""
    return data.replace(b"colrnclx", b"freenclx")


def colour():
    plain = base()
    yield "none", plain
    yield "no-colr", without_colour(plain)
    for name, (primaries, transfer) in {
            "srgb": (1, 13), "p3": (12, 13), "2020": (9, 1), "2020-10": (9, 14), "601": (6, 6), "linear": (1, 8),
            "gamma22": (1, 4), "gamma28": (5, 5), "p3-gamma22": (12, 4), "pq": (9, 16), "hlg": (9, 18), "p3-pq": (12, 16),
            "unspecified": (2, 2), "reserved": (0, 0)}.items():
        yield "nclx-" + name, base("--cicp", f"{primaries}/{transfer}/6")
        if name in ("p3", "2020", "pq", "hlg"):
            yield f"nclx-{name}-10-bit", avifenc([DEEP_PNG], "-d", 10, "--cicp", f"{primaries}/{transfer}/{9 if primaries == 9 else 6}")
            yield f"nclx-{name}-patched", nclx(plain, primaries, transfer)
    for name, profile in profiles.RGB_STATEMENTS.items():
        yield "icc-" + name, base("--icc", profile)
    for name, profile in profiles.UNUSABLE.items():
        yield "unusable-" + name, base("--icc", profile)
    for matrix in (0, 1, 2, 5, 6, 8, 9):
        yield f"matrix-{matrix}", base("--cicp", f"1/13/{matrix}")
    yield "alpha-p3", avifenc([ALPHA_PNG], "--cicp", "12/13/6")


def depths():
    grey = png(specimen.grey()[:, :, None], GREY)
    for bits in (8, 10, 12):
        for layout in ("444", "422", "420"):
            for span in ("full", "limited"):
                yield f"{bits}-bit-{layout}-{span}", avifenc([DEEP_PNG], "-d", bits, "-y", layout, "-r", span)
        for span in ("full", "limited"):
            yield f"{bits}-bit-grey-{span}", avifenc([grey], "-d", bits, "-y", "400", "-r", span)
    limited = base("-r", "limited")
    yield "limited-but-nclx-says-full", nclx(limited, 1, 13, full=1)
    yield "limited-but-nclx-2-2-2-full", nclx(limited, 2, 2, 2, 1)
    yield "limited-no-colr", without_colour(limited)
    yield "grey-limited-no-colr", without_colour(avifenc([grey], "-y", "400", "-r", "limited"))
    yield "grey-limited-p3", avifenc([grey], "-y", "400", "-r", "limited", "--cicp", "12/13/6")
    yield "lossless-identity", base("-l")


def transparency():
    both = png(np.dstack([specimen.grey(), specimen.alpha()]), GREY_ALPHA)
    yield "straight", avifenc([ALPHA_PNG])
    yield "premultiplied", avifenc([ALPHA_PNG], "-p")
    yield "premultiplied-10-bit", avifenc([ALPHA_PNG], "-p", "-d", 10)
    yield "premultiplied-p3", avifenc([ALPHA_PNG], "-p", "--cicp", "12/13/6")
    yield "straight-10-bit", avifenc([ALPHA_PNG], "-d", 10)
    yield "straight-limited", avifenc([ALPHA_PNG], "-r", "limited")
    yield "grey-alpha", avifenc([both], "-y", "400")
    yield "premultiplied-icc", avifenc([ALPHA_PNG], "-p", "--icc", profiles.P3)


def orientation():
    for angle in range(4):
        yield f"irot-{angle}", base("--irot", angle)
    for mode in range(2):
        yield f"imir-{mode}", base("--imir", mode)
        for angle in (1, 2, 3):
            yield f"irot-{angle}-imir-{mode}", base("--irot", angle, "--imir", mode)
    for number in range(10):
        yield f"exif-{number}", base("--exif", exif(number))
    yield "exif-6-irot-1", base("--exif", exif(6), "--irot", 1)
    yield "clap", base("--crop", "32,0,64,64")
    yield "clap-irot", base("--crop", "32,0,64,64", "--irot", 1)
    yield "pasp", base("--pasp", "2,1")


def structure():
    plain = base()
    size = struct.unpack(">I", plain[:4])[0]
    for brand in (b"mif1", b"msf1", b"miaf", b"MA1B", b"zzzz"):
        yield "brand-" + brand.decode(), plain.replace(b"ftypavif", b"ftyp" + brand, 1)
    yield "brand-avis-still", plain.replace(b"ftypavif", b"ftypavis", 1)
    yield "brand-only-major", struct.pack(">I", 16) + plain[4:16] + struct.pack(">I", size - 16) + b"free" + plain[24:size] + plain[size:]
    yield "brand-heic", plain.replace(b"ftypavif", b"ftypheic", 1)
    yield "bytes-behind", plain + b"\0" * 64
    yield "free-box-behind", plain + struct.pack(">I4s", 24, b"free") + b"\0" * 16
    yield "grid", avifenc([png(specimen.rgb().repeat(4, 0).repeat(4, 1), RGB)], "-g", "2x2")
    yield "odd-size", avifenc([png(specimen.rgb()[:61, :93], RGB)])
    yield "size-1x1", avifenc([png(specimen.rgb()[:1, :1], RGB)])


def y4m(frames):
    out = b"YUV4MPEG2 W96 H64 F10:1 Ip C444 XCOLORRANGE=FULL\n"
    from PIL import Image

    for frame in frames:
        planes = np.array(Image.fromarray(frame).convert("YCbCr")).transpose(2, 0, 1)
        out += b"FRAME\n" + np.ascontiguousarray(planes).tobytes()
    return out


def animation():
    frames = [specimen.rgb(), np.ascontiguousarray(specimen.rgb()[::-1, ::-1]), specimen.noise(2)]
    sequence = avifenc([y4m(frames)])
    yield "sequence", sequence
    yield "sequence-of-png", avifenc([RGB_PNG, png(frames[1], RGB)], "--fps", 10)
    yield "sequence-alpha", avifenc([ALPHA_PNG, png(np.ascontiguousarray(specimen.rgba()[::-1, ::-1]), RGBA)], "--fps", 10)
    yield "sequence-brand-avif", sequence.replace(b"ftypavis", b"ftypavif", 1)
    yield "sequence-brand-msf1", sequence.replace(b"ftypavis", b"ftypmsf1", 1)


def damaged_bases():
    yield "still", avifenc([NOISE_PNG])
    yield "alpha", avifenc([png(np.dstack([specimen.noise(12), specimen.noise(13, 1)]), RGBA)])


SOUND = {"brand-avis-still": "avif-colour-none.avif"}
FILES = {"colour": colour, "depth": depths, "alpha": transparency, "orientation": orientation, "structure": structure, "animation": animation}


def specimens():
    for kind, files in FILES.items():
        for name, data in files():
            yield Specimen(f"avif-{kind}-{name}.avif", kind, data, SOUND.get(name))
