"""WebP inputs."""
import struct

from bytes_of import NOISE, RED, encoded, uniform, unlinkable_profile


def cases(case):
    case("icc-unlinkable.webp", encoded(uniform(RED), "WEBP", quality=100, icc_profile=unlinkable_profile()), "shown as if without profile", pixel=RED)
    frames = [uniform(((40 * i) % 256, 40, 40)) for i in range(1, 351)]
    case("frames-350.webp", encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True, duration=40),
         "a limit by pixels and memory, not by frames", pixel=(40, 40, 40), moves=True)
    photo = encoded(NOISE, "WEBP", quality=90)
    case("cut.webp", photo[: len(photo) // 2], "stays truncated", failed=("truncated",))
    at = photo.index(b"VP8 ") + 4
    case("length-damaged.webp", photo[:at] + struct.pack("<I", 0x00FFFFFF) + photo[at + 4 :], "the whole file is there", failed=("corrupt",))
