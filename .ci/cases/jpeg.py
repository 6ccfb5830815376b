"""JPEG inputs, split into marker segments and joined again."""
import struct

from bytes_of import NOISE, RED, encoded, uniform

SOI, EOI = b"\xff\xd8", b"\xff\xd9"


def segments(data):
    """Splits into (marker, bytes) pairs, SOI and EOI left out; entropy-coded data stays with its SOS."""
    at, found = 2, []
    while data[at : at + 2] != EOI:
        marker = data[at + 1]
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == 0xDA:
            while not (data[end] == 0xFF and data[end + 1] != 0 and not 0xD0 <= data[end + 1] <= 0xD7):
                end += 1
        found.append((marker, data[at:end]))
        at = end
    return found


def joined(parts, end=EOI):
    return SOI + b"".join(part for _, part in parts) + end


def sos_zeros(data):
    def zeroed(part):
        header = 2 + struct.unpack(">H", part[2:4])[0]
        return part[: header - 3] + b"\0\0\0" + part[header:]

    return joined([(m, zeroed(p) if m == 0xDA else p) for m, p in segments(data)])


def app(number, payload):
    return (0xE0 + number, bytes([0xFF, 0xE0 + number]) + struct.pack(">H", len(payload) + 2) + payload)


def odd_jfif(data, major, minor):
    at = data.index(b"JFIF\0") + 5
    return data[:at] + bytes([major, minor]) + data[at + 2 :]


def scans_reordered(data):
    """Moves a scan of AC coefficients before that of the DC coefficients: libjpeg warns, but every pixel is present."""
    parts = segments(data)
    first = next(i for i, (m, _) in enumerate(parts) if m == 0xDA)
    second = next(i for i, (m, _) in enumerate(parts) if m == 0xDA and i > first)
    tables = next(i for i, (m, _) in enumerate(parts) if m == 0xC4)
    return joined(parts[:tables] + parts[first + 1 : second + 1] + parts[tables : first + 1] + parts[second + 1 :])


def frame_header(data, marker=None, precision=None):
    changed = []
    for m, part in segments(data):
        if m in (0xC0, 0xC1, 0xC2):
            part = bytes([0xFF, marker or m]) + part[2:4] + bytes([precision or part[4]]) + part[5:]
        changed.append((m, part))
    return joined(changed)


def before(data, marker, junk):
    parts = []
    for m, part in segments(data):
        parts.append((m, junk + part if m == marker else part))
    return joined(parts)


def hole(data, share):
    """Removes the last part of the scan's data, and keeps the end mark."""
    parts = segments(data)
    marker, scan = parts[-1]
    header = 2 + struct.unpack(">H", scan[2:4])[0]
    kept = header + int((len(scan) - header) * (1 - share))
    while scan[kept - 1] == 0xFF:
        kept -= 1
    return joined([*parts[:-1], (marker, scan[:kept])])


def cases(case):
    red = uniform(RED)
    plain = encoded(red, "JPEG", quality=95)
    progressive = encoded(red, "JPEG", quality=95, progressive=True)
    photo = encoded(NOISE, "JPEG", quality=90)
    photo_progressive = encoded(NOISE, "JPEG", quality=90, progressive=True)
    for name, data in {"420": plain, "444": encoded(red, "JPEG", quality=95, subsampling=0),
                       "grey": encoded(uniform((90, 90, 90)).convert("L"), "JPEG", quality=95),
                       "restarts": encoded(red, "JPEG", quality=95, restart_marker_blocks=2)}.items():
        case(f"sos-zeros-{name}.jpg", sos_zeros(data), "Ss, Se, Ah and Al are not used in a sequential scan", pixel=(90,) * 3 if name == "grey" else RED)
    for major, minor in ((0, 2), (2, 1), (1, 9), (255, 255)):
        case(f"jfif-{major}.{minor}.jpg", odd_jfif(plain, major, minor), "a JFIF version says nothing of the pixels", pixel=RED)
    case("scans-reordered.jpg", scans_reordered(progressive), "an odd order of scans, all of them there", pixel=RED)
    case("exif-empty.jpg", SOI + app(1, b"Exif\0\0")[1] + plain[2:], "metadata of no bytes", pixel=RED)
    case("exif-broken.jpg", SOI + app(1, b"Exif\0\0MM\0*\xff\xff\xff\xff")[1] + plain[2:], "metadata that leads nowhere", pixel=RED)
    case("adobe-short.jpg", SOI + app(14, b"Adob")[1] + plain[2:], "a short APP14", pixel=RED)
    case("icc-chunk-missing.jpg", SOI + app(2, b"ICC_PROFILE\0\1\2" + b"x" * 50)[1] + plain[2:], "half a profile is no profile", pixel=RED)
    for name, data in {"sequential": plain, "progressive": progressive}.items():
        case(f"no-eoi-{name}.jpg", data[:-2], "every scan is complete, the end mark alone is missing", pixel=RED)
        case(f"no-eoi-{name}-zeros.jpg", data[:-2] + b"\0" * 4096, "the same with padding behind", pixel=RED)
    for name, junk in {"zeros": b"\0" * 20, "fill": b"\xff" * 5, "text": b"photo by a scanner"}.items():
        case(f"after-soi-{name}.jpg", SOI + junk + plain[2:], "bytes before the first marker", pixel=RED)
    for name, marker in {"dqt": 0xDB, "dht": 0xC4, "app": 0xE0}.items():
        case(f"junk-before-{name}.jpg", before(plain, marker, b"\x11\x22\x33"), "bytes between segments before the scan", pixel=RED)
    unsupported = dict(failed=("unsupported_codec", "unsupported_format"), unsaid=("damaged",))
    case("12-bit.jpg", frame_header(plain, 0xC1, 12), "12 bits are not built in", **unsupported)
    case("lossless.jpg", frame_header(plain, 0xC3), "lossless JPEG is not built in", **unsupported)
    for share in (0.1, 0.5, 0.9):
        case(f"scan-short-{share}.jpg", hole(photo, share), "blocks are missing before the end mark", failed=("corrupt", "truncated"))
    case("scans-missing.jpg", joined(segments(photo_progressive)[:-1], end=b""), "neither the last scan came nor the end mark", failed=("truncated", "corrupt"))
    for name, data in {"sequential": photo, "progressive": photo_progressive}.items():
        case(f"cut-{name}.jpg", data[: len(data) // 2], "stays truncated", failed=("truncated",))
