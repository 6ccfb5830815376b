#!/usr/bin/env python3
"""Prints the bits per pixel of PNG and GIF files of graphics, which it draws, and of photos.

  measure.py FOLDER   the folder holds photos as JPEG; needs Pillow

docs/recipes.md has the results.
"""
import io
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont


def bits(image, kind="PNG"):
    out = io.BytesIO()
    image.save(out, kind)
    return 8 * out.tell() / (image.width * image.height)


def photos(folder):
    for path in sorted(Path(folder).glob("*.jpg")):
        with Image.open(path) as file:
            whole = file.convert("RGB")
        for width in (2560, 1280, 640, 320, 160, 64):
            small = whole.resize((width, max(1, round(width * whole.height / whole.width))), Image.LANCZOS)
            yield f"photo {path.stem}", f"{width} px", bits(small)
            if width in (1280, 320):
                yield f"photo {path.stem}", f"{width} px, grey", bits(small.convert("L"))
                yield f"photo {path.stem}", f"{width} px, 256 colours", bits(small.quantize(256))
                yield f"photo {path.stem}", f"{width} px, GIF", bits(small.quantize(256), "GIF")
                yield f"photo {path.stem}", f"{width} px, blurred by 4 px", bits(small.filter(ImageFilter.GaussianBlur(4)))
                yield f"photo {path.stem}", f"{width} px, dark", bits(small.point(lambda v: v // 4))
        part = whole.crop((0, 0, whole.width // 4, whole.height // 4)).resize((640, 480), Image.LANCZOS)
        yield f"photo {path.stem}", "upper left corner, 640 px", bits(part)
        enlarged = whole.resize((320, 240)).resize((1280, 960), Image.BICUBIC)
        yield f"photo {path.stem}", "320 px enlarged to 1280 px", bits(enlarged)


def smooth(width, height, paint):
    image = Image.new("RGB", (4 * width, 4 * height), "white")
    paint(ImageDraw.Draw(image), 4 * width, 4 * height)
    return image.resize((width, height), Image.LANCZOS)


def logo(draw, w, h):
    draw.ellipse((w * .1, h * .1, w * .6, h * .9), fill=(20, 60, 160))
    draw.polygon([(w * .5, h * .2), (w * .9, h * .8), (w * .3, h * .7)], fill=(240, 160, 20))
    draw.rectangle((w * .7, h * .1, w * .95, h * .3), fill=(200, 30, 60))


def gradient_logo(size):
    image = Image.new("RGB", (size, size))
    image.putdata([(30 + 200 * x // size, 60, 200 - 150 * y // size) for y in range(size) for x in range(size)])
    mask = Image.new("L", (4 * size, 4 * size), 0)
    ImageDraw.Draw(mask).ellipse((size * .4, size * .4, size * 3.6, size * 3.6), fill=255)
    image.putalpha(mask.resize((size, size), Image.LANCZOS))
    return image


def screenshot(width, height, photo=None):
    rng = random.Random(3)
    image = Image.new("RGB", (width, height), (246, 246, 248))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 40), fill=(50, 60, 80))
    draw.rectangle((0, 40, 220, height), fill=(232, 234, 238))
    font = ImageFont.load_default(14)
    words = "size recipe width picture server queue the of and variant original upload".split()
    for y in range(56, height - 20, 20):
        draw.text((240, y), " ".join(rng.choice(words) for _ in range((width - 300) // 60)), fill=(30, 30, 30), font=font)
        draw.text((16, y), rng.choice(words), fill=(70, 90, 140), font=font)
    if photo is not None:
        image.paste(photo.resize((width // 3, height // 3)), (width // 2, height // 3))
    return image


def line_art(draw, w, h):
    rng = random.Random(5)
    for _ in range(80):
        draw.line([(rng.randrange(w), rng.randrange(h)) for _ in range(3)], fill="black", width=8)


def diagram(draw, w, h):
    rng = random.Random(7)
    for i in range(12):
        draw.rectangle((w * i / 12 + 8, h * rng.random(), w * (i + 1) / 12 - 8, h), fill=(40, 90 + 10 * i, 160))


def pixel_art(size, factor):
    rng = random.Random(9)
    colors = [(rng.randrange(256), rng.randrange(256), rng.randrange(256)) for _ in range(12)]
    image = Image.new("RGB", (size, size))
    image.putdata([colors[(x // 3 * 7 + y // 4 * 5 + (x * y) // 40) % 12] for y in range(size) for x in range(size)])
    return image.resize((size * factor, size * factor), Image.NEAREST)


def graphics(folder):
    first = sorted(Path(folder).glob("*.jpg"))[0]
    with Image.open(first) as file:
        photo = file.convert("RGB")
    for width in (64, 128, 256, 512, 1024, 2048):
        image = smooth(width, width // 2 * 2 * 3 // 4, logo)
        yield "logo, smooth edges", f"{width} px", bits(image)
        yield "logo, palette", f"{width} px", bits(image.quantize(64))
        yield "logo, GIF", f"{width} px", bits(image.quantize(64), "GIF")
    for size in (64, 256, 1024):
        yield "logo, gradient and alpha", f"{size} px", bits(gradient_logo(size))
    for width in (640, 1280, 1920):
        yield "screenshot of text", f"{width} px", bits(screenshot(width, width * 9 // 16))
        yield "screenshot with a photo on a ninth of it", f"{width} px", bits(screenshot(width, width * 9 // 16, photo))
    for width in (320, 1280, 2560):
        yield "line art", f"{width} px", bits(smooth(width, width * 3 // 4, line_art))
        yield "diagram", f"{width} px", bits(smooth(width, width * 3 // 4, diagram))
    for factor in (1, 4, 16):
        yield "pixel art", f"32 px × {factor}", bits(pixel_art(32, factor))
        yield "pixel art", f"64 px × {factor}", bits(pixel_art(64, factor))
    page = screenshot(1240, 1754).convert("L")
    rng = random.Random(11)
    noisy = page.copy()
    noisy.putdata([max(0, min(255, round(v + rng.gauss(0, 3)))) for v in page.tobytes()])
    yield "scan, black and white", "1240 px", bits(page.convert("1"))
    yield "scan, grey without noise", "1240 px", bits(page)
    yield "scan, grey with noise", "1240 px", bits(noisy)


if __name__ == "__main__":
    for part in (graphics, photos):
        for name, what, value in part(sys.argv[1]):
            print(f"{value:7.2f}  {name}: {what}", flush=True)
