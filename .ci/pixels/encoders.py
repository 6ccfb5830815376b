"""The encoders used for test files: Pillow, imagecodecs, cjpeg and avifenc."""
import io
import os
import struct
import subprocess
import tempfile

from PIL import Image


def pillow(picture, format_, **options):
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def cjpeg(picture, *options):
    pnm = b"P%d %d %d 255\n" % (6 if picture.ndim == 3 else 5, picture.shape[1], picture.shape[0]) + picture.tobytes()
    return subprocess.run(["cjpeg", *options], input=pnm, capture_output=True, check=True).stdout


def avifenc(inputs, *options):
    """inputs: PNG files' bytes, or one Y4M file's."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, data in enumerate(inputs):
            names.append(os.path.join(folder, f"{number}.{'png' if data[:1] == bytes([0x89]) else 'y4m'}"))
            with open(names[-1], "wb") as file:
                file.write(data)
        target = os.path.join(folder, "out.avif")
        extra = []
        for option in options:
            if isinstance(option, bytes):  # a profile or Exif block is passed as a file
                extra.append(os.path.join(folder, f"block{len(extra)}"))
                with open(extra[-1], "wb") as file:
                    file.write(option)
            else:
                extra.append(str(option))
        subprocess.run(["avifenc", "-s", "9", "--min", "0", "--max", "4", "--minalpha", "0", "--maxalpha", "0",
                        *extra, *names, target], capture_output=True, check=True)
        with open(target, "rb") as file:
            return file.read()


def exif(orientation, little=True, type_=3):
    """An Exif block with only an orientation."""
    order = "<" if little else ">"
    value = struct.pack(order + ("HH" if type_ == 3 else "I"), *([orientation, 0] if type_ == 3 else [orientation]))
    return ((b"II*\0" if little else b"MM\0*") + struct.pack(order + "IH", 8, 1)
            + struct.pack(order + "HHI", 274, type_, 1) + value + b"\0\0\0\0")
