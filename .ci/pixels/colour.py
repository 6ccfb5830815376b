"""Colour by the published formulas, for files that state it in numbers instead of a profile."""
import numpy as np

D65 = (0.3127, 0.3290)
D50_XYZ = np.array([0.9642, 1.0, 0.8249])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])

# ITU-T H.273, table 2: red, green, blue, white.
PRIMARIES = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), D65),
    5: ((0.640, 0.330), (0.290, 0.600), (0.150, 0.060), D65),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), D65),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65),
}
ADOBE_RGB = ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060), D65)
PROPHOTO = ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), (0.3457, 0.3585))
SWAPPED = ((0.300, 0.600), (0.640, 0.330), (0.150, 0.060), D65)  # red and green exchanged, which is easy to see


def white_xyz(white):
    x, y = white
    return np.array([x / y, 1.0, (1 - x - y) / y])


def to_xyz(primaries):
    """The matrix from linear light to XYZ under the primaries' own white."""
    *corners, white = primaries
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in corners]).T
    return columns * np.linalg.solve(columns, white_xyz(white))


def adapted(from_white, to_white):
    cones = (BRADFORD @ to_white) / (BRADFORD @ from_white)
    return np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD


def srgb_linear(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def srgb_encoded(v):
    v = np.clip(v, 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


WHITE_NITS, PEAK_NITS = 203, 1000  # of a picture in HDR; docs/decisions.md says why
KNEE = 0.8


def camera(v):
    """The inverse of ITU-R BT.709's curve."""
    return np.where(v < 0.0812428, v / 4.5, ((v + 0.0992968) / 1.0992968) ** (1 / 0.45))


def pq(v):
    """SMPTE ST 2084, in multiples of white."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    p = np.clip(v, 0, 1) ** (1 / m2)
    return 10000 / WHITE_NITS * (np.maximum(p - c1, 0) / (c2 - c3 * p)) ** (1 / m1)


def hlg(v, primaries):
    """ITU-R BT.2100, as a display of 1,000 cd/m2 shows it, in multiples of white."""
    scene = np.where(v <= 0.5, v * v / 3, (np.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    luminance = scene @ to_xyz(primaries)[1]
    return scene * (PEAK_NITS / WHITE_NITS * np.maximum(luminance, 1e-9) ** 0.2)[..., None]


def toned(light):
    """Compresses light brighter than white into sRGB's range; all channels get the gain of the brightest."""
    brightest = np.maximum(light.max(-1, keepdims=True), 1e-9)
    most = (PEAK_NITS / WHITE_NITS - KNEE) / (1 - KNEE)
    above = np.maximum(brightest - KNEE, 0) / (1 - KNEE)
    pressed = KNEE + (1 - KNEE) * np.minimum(above * (1 + above / most**2) / (1 + above), 1)
    return light * np.where(brightest <= KNEE, 1, pressed / brightest)


def by_codes(values, primaries, transfer):
    """Stored numbers, 0 to 1, as 8-bit sRGB by the code points of ITU-T H.273.

    The camera's curve is meant with the primaries of BT.2020 only: else files say it of ordinary pictures.
    """
    values, corners = np.asarray(values, float), PRIMARIES.get(primaries, PRIMARIES[1])
    match transfer:
        case 16:
            return from_light(toned(pq(values)), corners)
        case 18:
            return from_light(toned(hlg(values, corners)), corners)
        case 1 | 6 | 14 | 15 if primaries == 9:
            return from_light(camera(values), corners)
        case 4 | 5 | 8:
            return from_light(values ** {4: 2.2, 5: 2.8, 8: 1}[transfer], corners)
    return from_light(srgb_linear(values), corners)


def from_light(light, primaries):
    """Linear light of these primaries as 8-bit sRGB; white stays white."""
    xyz = light @ to_xyz(primaries).T
    xyz = xyz @ adapted(white_xyz(primaries[3]), white_xyz(D65)).T
    return np.round(srgb_encoded(xyz @ np.linalg.inv(to_xyz(PRIMARIES[1])).T) * 255).astype(np.uint8)


def lab_to_srgb(lab):
    """CIELab under D50 as 8-bit sRGB."""
    lab = np.asarray(lab, float)
    y = (lab[..., 0] + 16) / 116
    f = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * D50_XYZ
    xyz = xyz @ adapted(D50_XYZ, white_xyz(D65)).T
    return np.round(srgb_encoded(xyz @ np.linalg.inv(to_xyz(PRIMARIES[1])).T) * 255).astype(np.uint8)


def ycbcr_to_rgb(ycbcr):
    """Full-range ITU-R BT.601, as JPEG and TIFF store it by default."""
    y, cb, cr = (np.asarray(ycbcr, float)[..., i] for i in range(3))
    red, blue = y + 1.402 * (cr - 128), y + 1.772 * (cb - 128)
    green = y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128)
    return np.clip(np.round(np.stack([red, green, blue], -1)), 0, 255).astype(np.uint8)
