"""Building blocks of the inputs."""
import io

import numpy as np
from PIL import Image, ImageCms

RED = (200, 40, 40)
SIDE = 64
NOISE = Image.fromarray(np.random.default_rng(1).integers(0, 255, (256, 256, 3), np.uint8))


def uniform(colour, side=SIDE):
    return Image.new("RGB" if len(colour) == 3 else "RGBA", (side, side), colour)


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def unlinkable_profile():
    """An sRGB profile whose tone curve has an invalid type: no colour engine can use it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132])
    for i in range(count):
        entry = 132 + 12 * i
        if profile[entry : entry + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            at = int.from_bytes(profile[entry + 4 : entry + 8])
            profile[at : at + 4] = b"\0\0\0\0"
    return bytes(profile)
