"""Kinds of files that users of image services report: refused uploads, lost colours, rotated pictures."""
import struct

import numpy as np

import jpeg_files
import png_files
import specimen
import webp_files
from encoders import avifenc, exif, pillow
from jpeg_files import segment
from specimen import Specimen
from tiff import RGB, SEPARATED, SHORT, page, tiff


def reported():
    """(file name, bytes)"""
    plain = jpeg_files.base()
    # https://github.com/python-pillow/Pillow/issues/1631 and /4099: cameras announce a second picture that is missing.
    index = b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 2)
    index += struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2) + struct.pack("<I", 0)
    yield "jpeg-reported-second-picture-absent.jpg", plain[:2] + segment(0xE2, index) + plain[2:]
    # https://github.com/python-pillow/Pillow/issues/7879: XMP comes before Exif, both in APP1.
    turned = jpeg_files.with_exif(plain, exif(6))
    yield "jpeg-reported-xmp-before-exif.jpg", turned[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>") + turned[2:]
    # Motion photos: a video follows the picture.
    yield "jpeg-reported-motion-photo.jpg", plain + struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + bytes(3000)
    # https://github.com/lovell/sharp/issues/3488: firmware that writes zeros in fields that sequential scans do not use.
    sos = jpeg_files.segments(plain)[-1]
    yield "jpeg-reported-samsung-sos.jpg", plain[: sos[2] - 3] + b"\0\0\0" + plain[sos[2] :]
    # CMYK without Adobe's marker is not inverted; with it, it is (https://github.com/ImageMagick/ImageMagick/issues/6094).
    inverted = jpeg_files.separations().point(lambda v: 255 - v)
    yield "jpeg-reported-cmyk-no-adobe-marker.jpg", jpeg_files.strip(pillow(inverted, "JPEG", quality=95), 0xEE)
    # An Exif directory that links to itself as the next one.
    yield "jpeg-reported-exif-loop.jpg", jpeg_files.with_exif(plain, exif(6)[:-4] + struct.pack("<I", 8))
    # https://github.com/lovell/sharp/issues/1960 and similar: other contents under a picture's name.
    head = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54 + 96 * 64 * 3, 0, 0, 54, 40, 96, 64, 1, 24, 0, 0, 0, 0, 0, 0)
    yield "jpeg-reported-bmp.jpg", head + specimen.rgb()[::-1, :, ::-1].tobytes()
    yield "jpeg-reported-error-page.jpg", b"<!doctype html><title>404 Not Found</title>"
    yield "jpeg-reported-svg.jpg", b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64"><rect width="96" height="64"/></svg>'
    yield "jpeg-reported-empty.jpg", b""
    yield "jpeg-reported-only-zeros.jpg", bytes(5000)
    # https://github.com/thumbor/thumbor/issues/1606: more transparent entries than colours.
    yield "png-reported-alpha-beyond-palette.png", png_files.palette(transparent=bytes([255, 128, 64, 200, 32, 255, 9, 9, 9]))
    # Colours of fully transparent pixels must not become visible.
    hidden = np.dstack([specimen.rgb(), np.where(specimen.grey() > 100, 255, 0).astype(np.uint8)])
    yield "png-reported-hidden-colours.png", png_files.png(hidden, png_files.RGBA)
    yield "png-reported-all-transparent.png", png_files.png(np.dstack([specimen.rgb(), specimen.grey() * 0]), png_files.RGBA)
    # Apple's private PNG format, which no other software reads.
    apple = png_files.png(specimen.rgba(), png_files.RGBA, chunks=[(b"CgBI", b"\x50\0\x20\2")])
    yield "png-reported-apple-cgbi.png", apple
    # https://github.com/thumbor/thumbor/issues/1557: Exif and irot disagree; irot counts.
    yield "avif-reported-exif-against-irot.avif", avifenc([png_files.png(specimen.rgb(), png_files.RGB)], "--exif", exif(3), "--irot", 1)
    # A last chunk of odd length without its padding byte.
    odd = webp_files.riff(webp_files.extended(8), *webp_files.image_chunks(webp_files.base()), webp_files.chunk(b"EXIF", exif(6) + b"\0"))
    yield "webp-reported-unpadded-end.webp", odd[:4] + struct.pack("<I", len(odd) - 9) + odd[8:-1]
    # Scanners: an unintended alpha channel, and a resolution that differs by one between the directions.
    yield "tiff-reported-photoshop-layers.tif", tiff(page(specimen.rgb(), RGB, tags=[(37724, 7, b"Adobe Photoshop Document Data Block\0" + bytes(64))]))
    yield "tiff-reported-cmyk-dot-range.tif", tiff(page(np.array(jpeg_files.separations()), SEPARATED, tags=[(336, SHORT, [0, 255])]))


def specimens():
    for name, data in reported():
        yield Specimen(name, "reported", data)
