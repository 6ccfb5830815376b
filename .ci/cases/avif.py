"""AVIF inputs: files written by Pillow, with changed boxes."""
import struct

from bytes_of import NOISE, RED, encoded, uniform, unlinkable_profile


def nclx(data, primaries, transfer, matrix=None, full=None):
    at = data.index(b"nclx") + 4
    old = data[at : at + 7]
    changed = struct.pack(">HH", primaries, transfer) + (old[4:6] if matrix is None else struct.pack(">H", matrix))
    return data[:at] + changed + (old[6:7] if full is None else bytes([full << 7])) + data[at + 7 :]


def grown(data, name, extra):
    """Extends the box of this name inside meta, and corrects the item locations."""
    at = data.index(name) - 4
    meta = data.index(b"meta") - 4
    size = int.from_bytes(data[at : at + 4])
    out = bytearray(data)
    out[at : at + 4] = (size + len(extra)).to_bytes(4)
    out[meta : meta + 4] = (int.from_bytes(data[meta : meta + 4]) + len(extra)).to_bytes(4)
    iloc = data.index(b"iloc") + 4
    assert data[iloc] == 0 and data[iloc + 4] == 0x44 and data[iloc + 5] == 0, "an iloc of another form"
    entry = iloc + 8
    for _ in range(int.from_bytes(data[iloc + 6 : iloc + 8])):
        extents = int.from_bytes(data[entry + 4 : entry + 6])
        for extent in range(extents):
            place = entry + 6 + 8 * extent
            out[place : place + 4] = (int.from_bytes(data[place : place + 4]) + len(extra)).to_bytes(4)
        entry += 6 + 8 * extents
    return bytes(out[: at + size]) + extra + bytes(out[at + size :])


def brand(data, major):
    return data[:8] + major + data[12:]


def cases(case):
    def avif(colour, **options):
        return encoded(uniform(colour), "AVIF", **{"quality": 100, "subsampling": "4:4:4", **options})

    red, grey = avif(RED), avif((128,) * 3)
    case("brand-mif1.avif", brand(red, b"mif1"), "avif is among the compatible brands", pixel=RED)
    case("brand-msf1.avif", brand(encoded(uniform(RED), "AVIF", save_all=True, append_images=[uniform((0, 0, 255))]), b"msf1"),
         "avif is among the compatible brands", pixel=RED)
    case("sequence.avif", encoded(uniform(RED), "AVIF", save_all=True, append_images=[uniform((0, 0, 255))]), "its first picture", pixel=RED)
    case("nclx-p3.avif", nclx(red, 12, 13), "Display P3", pixel=(218, 0, 26))
    case("nclx-2020.avif", nclx(red, 9, 1), "BT.2020", pixel=(254, 0, 47))
    case("nclx-linear.avif", nclx(grey, 1, 8), "linear light", pixel=(188,) * 3)
    case("nclx-gamma-2.2.avif", nclx(avif((20,) * 3), 1, 4), "gamma 2.2", pixel=(12,) * 3)
    case("nclx-pq.avif", nclx(avif((148,) * 3), 9, 16), "203 cd/m² is near white", at_least=200)
    case("nclx-hlg.avif", nclx(avif((191,) * 3), 9, 18), "three quarters of the signal are near white", at_least=200)
    clear = encoded(uniform((100, 20, 20, 128)), "AVIF", quality=100, subsampling="4:4:4")
    prem = struct.pack(">I4sHHH", 14, b"prem", 1, 1, 2)
    case("premultiplied.avif", grown(clear, b"iref", prem), "colours are divided by alpha", pixel=(199, 40, 40, 128), within=4)
    for name, level in {"black": 0, "white": 255}.items():
        mono = encoded(uniform((level,) * 3), "AVIF", quality=100, subsampling="4:0:0", range="limited")
        case(f"mono-limited-{name}.avif", mono, "limited range is stretched", pixel=(level,) * 3)
        colour = encoded(uniform((level,) * 3), "AVIF", quality=100, subsampling="4:4:4", range="limited")
        case(f"limited-{name}.avif", colour, "limited range is stretched", pixel=(level,) * 3)
        case(f"unspecified-full-{name}.avif", nclx(colour, 2, 2, 2, full=1),
             "the boxes overrule the coded picture, as in browsers", pixel=(16 if level == 0 else 235,) * 3)
    case("icc-unlinkable.avif", encoded(uniform(RED), "AVIF", quality=100, subsampling="4:4:4", icc_profile=unlinkable_profile()),
         "shown as if without profile", pixel=RED)
    photo = encoded(NOISE, "AVIF", quality=80)
    case("cut.avif", photo[: len(photo) // 2], "stays refused", failed=("truncated", "corrupt"))
