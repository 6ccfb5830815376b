"""GIF inputs, written block by block."""
import struct

from bytes_of import NOISE, encoded

PALETTE = bytes([220, 30, 30, 30, 180, 40, 30, 30, 220, 0, 0, 0])


def pixels(count, index):
    """LZW data of one colour: a clear code before every second pixel keeps all codes at 3 bits."""
    codes = [code for p in range(count) for code in ((4, index) if p % 2 == 0 else (index,))] + [5]
    bits = "".join(f"{code:03b}" for code in reversed(codes))
    data = int(bits, 2).to_bytes((len(bits) + 7) // 8, "little")
    return b"\2" + b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255)) + b"\0"


def frame(x, y, width, height, index, disposal=0, transparent=None):
    flags = disposal << 2 | (transparent is not None)
    control = b"!\xf9\4" + struct.pack("<BHBB", flags, 10, transparent or 0, 0)
    return control + b"," + struct.pack("<HHHHB", x, y, width, height, 0) + pixels(width * height, index)


def gif(width, height, *frames, end=b";"):
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF1, 0, 0) + PALETTE + b"".join(frames) + end


def cases(case):
    red, green = (220, 30, 30), (30, 180, 40)
    whole = frame(0, 0, 64, 64, 0)
    case("small-frame.gif", gif(64, 64, frame(16, 16, 32, 32, 1)), "what no frame covers is transparent",
         pixel=(0, 0, 0, 0), at=(2, 2), jpeg=(255, 255, 255))
    case("small-frame-inside.gif", gif(64, 64, frame(16, 16, 32, 32, 1)), "and what it covers is not", pixel=(*green, 255), at=(32, 32))
    case("disposal-3-first.gif", gif(64, 64, frame(16, 16, 32, 32, 0, disposal=3), frame(20, 20, 8, 8, 1)),
         "nothing was there before the first frame", pixel=(0, 0, 0, 0), at=(2, 2), moves=True)
    case("canvas-800x600.gif", gif(800, 600, frame(0, 0, 40, 40, 0)), "the canvas's size", size=(800, 600))
    case("canvas-2100.gif", gif(2100, 2100, frame(10, 10, 40, 40, 0)), "the canvas's size", size=(2100, 2100))
    case("transparent-canvas.gif", gif(64, 64, frame(0, 0, 32, 64, 0, 2), frame(32, 0, 32, 64, 1, 2)),
         "alpha where the canvas shows", pixel=(0, 0, 0, 0), at=(48, 32), moves=True)
    case("cut-in-extension.gif", gif(64, 64, whole, end=b"!\xfe\x20only a part"), "the frames are whole", pixel=red)
    case("cut-in-control.gif", gif(64, 64, whole, whole, end=b"!\xf9\4\0"), "the frames are whole", pixel=red)
    case("cut-in-frame.gif", gif(64, 64, whole, end=b"")[:-200], "stays truncated", failed=("truncated",))
    many = [frame(0, 0, 64, 64, i % 3) for i in range(600)]
    for count in (301, 450, 600):
        case(f"frames-{count}.gif", gif(64, 64, *many[:count]), "a limit by pixels and memory, not by frames", pixel=red, moves=True)
    photo = encoded(NOISE.convert("P"), "GIF")
    at = photo.index(b"\x08\xff", 700)
    case("cut.gif", photo[: len(photo) // 2], "stays truncated", failed=("truncated",))
    case("length-damaged.gif", photo[: at + 1] + b"\x40" + photo[at + 2 :], "the end mark is there", failed=("corrupt",))
