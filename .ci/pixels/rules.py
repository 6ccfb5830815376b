"""Rules for files on which decoders differ or we differ on purpose; the first that covers a file decides."""
from dataclasses import replace

from outcomes import (CORRUPT, TRUNCATED, UNREAD, Rule, jpeg_noticed, like_first, like_one, like_second, like_whole, noticed,
                      refused, shown, starts_like_second, within)
import compare

UNREAD_FORMAT = frozenset({"unsupported_format"})


def refused_or(accepts):
    return lambda case: refused(case) or accepts(case)


def cropped(case):
    """Our picture equals the second decoder's, cropped to the clean aperture of the file."""
    part = (slice(0, 64), slice(0, 64)) if "irot" in case.specimen.name else (slice(0, 64), slice(32, 96))
    return compare.same(case.ours, replace(case.second, frames=[case.second.frames[0][part]]))


def without_arithmetic(case):
    return "arithmetic" not in case.specimen.name


DAMAGE = [
    Rule("A JPEG is refused when a count of its units finds missing units, leftover data or impossible codes, and shown when all units are present. It"
         " is `truncated` when its end is missing, too. Most decoders fill in missing data without a warning.",
         ("jpeg-damage-*-cut-*",), jpeg_noticed, {TRUNCATED}, without_arithmetic),
    Rule("A JPEG with its end mark is `corrupt` when a count of its units finds missing units, leftover data or impossible codes.", ("jpeg-damage-*",), jpeg_noticed, {CORRUPT}, without_arithmetic),
    Rule("Arithmetic coding has no impossible codes: damage that a decoder notices is refused, other damage looks like valid data.",
         ("jpeg-damage-arithmetic-*",), noticed, {CORRUPT, TRUNCATED}),
    Rule("A file that was cut is refused as `truncated`. Browsers show the part that they have, as they do while a file loads.",
         ("*-damage-*-cut-[1-9]0.*", "*-damage-*-cut-in-head.*"), refused, {TRUNCATED}),
    Rule("A file that lacks a few bytes at its end is refused as `truncated`, or shown when all its pixels are present.",
         ("*-damage-*-cut-last-*",), refused_or(like_whole), {TRUNCATED}),
    Rule("A file with a wrong length and a complete end is `corrupt`, or shown when all its pixels are present.",
         ("png-damage-*-length-*", "gif-damage-*-length-*", "webp-damage-*-length-*"),
         lambda case: refused(case) or like_whole(case) or case.agreeing == 2, {CORRUPT}),
    Rule("A wrong length in an AVIF moves the end of its pixels: it is `corrupt` or `truncated`, or shown when all its pixels are present.",
         ("avif-damage-*-length-*",), refused_or(like_whole), {CORRUPT, TRUNCATED}),
    Rule("A WebP, AVIF or TIFF with missing or extra bytes in the middle is `truncated` or `corrupt`: its lengths and offsets do not match its end.",
         ("webp-damage-*-deleted-*", "avif-damage-*-deleted-*", "tiff-damage-*-deleted-*", "avif-damage-*-inserted-*", "tiff-damage-*-inserted-*"), noticed, {CORRUPT, TRUNCATED}),
    Rule("libtiff reads the Deflate data of a strip only as far as its rows need, and does not check the checksum. A file that still decodes is shown,"
         " as in ImageMagick; tifffile refuses it.",
         ("tiff-damage-deflate-*",), lambda case: noticed(case) or like_first(case), {CORRUPT}),
    Rule("A file with changed bytes is `corrupt` when a decoder can notice the change. When every code is valid, no decoder can notice it, and the "
         "picture is shown as decoders show it.",
         ("*-damage-*",), noticed, {CORRUPT}),
]

JPEG = [
    Rule("A JPEG that lacks only its end mark is shown, because every scan is complete. Browsers show its upper part, as they do while a file loads.",
         ("jpeg-metadata-no-eoi*", "jpeg-metadata-eoi-half*"), like_whole),
    Rule("Bytes between the start mark and the first marker are ignored. Browsers and Pillow refuse such files; djpeg shows them.",
         ("jpeg-metadata-junk-after-soi*", "jpeg-metadata-newline-after-soi*", "jpeg-metadata-junk-before-app0*"), like_whole),
    Rule("A second start mark, or bytes before the first: no decoder shows such a file.",
         ("jpeg-metadata-soi-twice.jpg", "jpeg-metadata-zeros-before-soi.jpg"), refused_or(like_whole), {CORRUPT, *UNREAD_FORMAT}),
    Rule("JPEG with 12 bits, lossless JPEG and JPEG-LS are not read, and the refusal says so.",
         ("jpeg-not-read-12-bit.jpg", "jpeg-not-read-lossless.jpg", "jpeg-not-read-jpeg-ls.jpg"), refused, UNREAD),
    Rule("Other formats are recognised by their first bytes, whatever their name, and refused.",
         ("jpeg-not-read-*", "jpeg-reported-bmp.jpg", "jpeg-reported-error-page.jpg", "jpeg-reported-svg.jpg",
          "jpeg-reported-only-zeros.jpg"), refused, UNREAD_FORMAT),
    Rule("An empty file is `truncated`.", ("jpeg-reported-empty.jpg",), refused, {TRUNCATED}),
    Rule("CMYK without a profile has no defined colours: we use libvips' profile of a common press, and decoders use the plain formula.",
         ("jpeg-colour-cmyk.jpg", "jpeg-colour-cmyk-with-rgb-profile.jpg", "jpeg-colour-ycck.jpg", "jpeg-coding-cmyk-*",
          "jpeg-reported-cmyk-*", "tiff-colour-cmyk.tif", "tiff-colour-cmyk-alpha.tif", "tiff-reported-cmyk-*"), within(90)),
    Rule("CMYK with a profile is converted by LittleCMS, as in Pillow and ImageMagick; Chromium interpolates the profile's table in another way.",
         ("jpeg-colour-cmyk-profile.jpg", "jpeg-colour-ycck-profile.jpg"), like_second),
    Rule("The orientation counts whether it is a SHORT, as Exif says, or a LONG; Chromium requires a SHORT.",
         ("jpeg-orientation-exif-6-long.jpg",), like_one),
    Rule("Pillow fails on metadata that does not affect the pixels.",
         ("jpeg-metadata-adobe-short.jpg", "png-orientation-exif-broken.png", "png-structure-time-length-wrong.png",
          "png-structure-text-crc.png", "webp-orientation-exif-broken.webp"), like_first),
    Rule("When a part of a profile occurs twice, the first one counts; Pillow uses no profile.", ("jpeg-colour-part-twice.jpg",), like_first),
]

PNG = [
    Rule("A gAMA of 0.45455 means sRGB's curve, as the PNG specification recommends; Chromium treats it as a power function.",
         ("png-colour-gama-0.45455-chrm-srgb.png", "png-colour-gama-chrm-p3.png", "png-colour-gama-chrm-swapped.png"), like_second),
    Rule("BT.2020 with its camera curve is converted by that curve (ITU-R BT.2020); Chromium uses another one.",
         ("png-colour-cicp-2020.png", "avif-colour-nclx-2020*"), within(6)),
    Rule("PQ and HLG are shown by the documented rule: white at 203 cd/m², brighter light compressed up to 1,000 cd/m². Chromium shows them darker.",
         ("png-colour-cicp-pq.png", "png-colour-cicp-hlg.png", "avif-colour-nclx-*pq*", "avif-colour-nclx-*hlg*"), within(8)),
    Rule("A cICP of narrow range is converted; one with a matrix is ignored. Chromium ignores the first and refuses the file with the second.",
         ("png-colour-cicp-p3-narrow.png", "png-colour-cicp-p3-matrix.png"), like_second),
    Rule("When iCCP has no name or occurs twice, either reading is right.", ("png-colour-iccp-name-empty.png", "png-colour-iccp-twice.png"), like_one),
    Rule("A transparent colour is compared at the bit depth of the file; Pillow compares eight bits of it.",
         ("png-depth-grey-*-bit-key.png", "png-depth-rgb-16-near-key.png"), like_first),
    Rule("An index beyond the palette has no defined colour.", ("png-depth-palette-beyond.png",), refused_or(shown), {CORRUPT}),
    Rule("An orientation after the pixels may count or not: Pillow uses it, Chromium does not.", ("png-orientation-exif-6-behind.png",), like_one),
    Rule("Apple's private form of PNG is refused.", ("png-reported-apple-cgbi.png",), refused, {CORRUPT, *UNREAD}),
    Rule("The default picture of an animated PNG is not a frame when no control chunk comes before it; Pillow counts it as one.", ("png-animation-hidden-default.png",), like_first),
    Rule("Semi-transparent frames are blended as the PNG specification says; Pillow blends them in another way.", ("png-animation-small-*-blend-1.png",), like_first),
]

WEBP = [
    Rule("The orientation of a WebP counts, as in Pillow; browsers do not read it.", ("webp-orientation-*",), like_second),
    Rule("A profile applies to animated WebPs, too, as in Pillow; Chromium converts only still ones.", ("webp-animation-p3.webp",), like_second),
    Rule("A WebP whose RIFF size does not match the file is refused, or shown when all its pixels are present.",
         ("webp-structure-riff-size-*", "webp-reported-unpadded-end.webp"), refused_or(shown), {CORRUPT, TRUNCATED}),
]

AVIF = [
    Rule("An AVIF with a profile that cannot be used is shown as if it had none, like every other format; Chromium refuses such a profile only in AVIF.",
         ("avif-colour-unusable-*",), like_second),
    Rule("The alpha of an AVIF always has the full range (AVIF specification, 4.1). Chromium uses the range in the bitstream, where the encoder used "
         "here (avifenc 0.11) writes the wrong one.", ("avif-alpha-*", "avif-colour-alpha-*", "avif-whole-alpha.avif"), like_second),
    Rule("An AVIF is cropped to its clean aperture, as its specification says; Chromium and Pillow ignore it.", ("avif-orientation-clap*",), cropped),
    Rule("An animated AVIF is shown as its first picture, without animation.", ("avif-animation-*",), starts_like_second),
    Rule("An AVIF is recognised by any of its brands; Pillow requires one of two brands in the first place.",
         ("avif-structure-brand-miaf.avif", "avif-structure-brand-MA1B.avif", "avif-structure-brand-zzzz.avif", "avif-structure-brand-heic.avif"), like_first),
    Rule("A still AVIF that claims to be a sequence is shown or refused; both decoders refuse it.", ("avif-structure-brand-avis-still.avif",),
         refused_or(like_whole), {CORRUPT, *UNREAD}),
]

GIF = [
    Rule("A first frame that extends beyond the canvas enlarges it, as in browsers; ImageMagick crops the frame.",
         ("gif-still-frame-beyond-canvas.gif", "gif-still-frame-partly-beyond.gif"), like_first),
    Rule("Disposal 4 is not defined: Chromium treats it as 3, ImageMagick as none.", ("gif-animation-dispose-4*",), like_one),
    Rule("A GIF without any colour table has no defined colours.", ("gif-still-no-table.gif",), refused_or(shown), {CORRUPT}),
    Rule("A GIF that ends after whole frames is shown, wherever it ends; ImageMagick requires a complete extension.", ("gif-ending-cut-behind-label.gif",), like_first),
    Rule("A frame with fewer codes than pixels is `corrupt`.", ("gif-ending-fewer-codes-than-pixels.gif",), refused, {CORRUPT}),
]

TIFF = [
    Rule("Depths and codings that hardly any camera writes are shown correctly or refused as not supported. They are never refused as damaged and never shown as garbage.",
         ("tiff-depth-*12*", "tiff-depth-*32*", "tiff-depth-rgb-4.tif", "tiff-depth-*float*", "tiff-depth-*int*", "tiff-layout-lzma.tif",
          "tiff-layout-zstd.tif", "tiff-layout-lerc.tif", "tiff-layout-old-jpeg.tif", "tiff-layout-tiled-*", "tiff-layout-webp.tif",
          "tiff-colour-ycbcr-video-range.tif", "tiff-colour-cmyk-five-inks.tif", "tiff-alpha-alpha-and-more.tif", "tiff-alpha-more-and-alpha.tif"),
         refused_or(like_second), UNREAD),
    Rule("CIELab in TIFF is shown by its own white or by D50, or refused as not supported; ImageMagick uses the file's own white, but not for every kind.",
         ("tiff-colour-*lab-*",), refused_or(within(35)), UNREAD),
    Rule("Grey whose white is zero is inverted; ImageMagick 6 does not invert it at 2 and 4 bits.", ("tiff-depth-grey-[24]-white-is-zero.tif",), like_second),
    Rule("An invalid orientation counts as 1; ImageMagick's libtiff refuses it.", ("tiff-orientation-tag-0.tif", "tiff-orientation-tag-9.tif", "tiff-orientation-tag-65535.tif"), like_second),
    Rule("Contradictory tags that do not affect the pixels are ignored; ImageMagick's libtiff refuses such files.",
         ("tiff-metadata-number-of-inks.tif", "tiff-metadata-ink-names.tif", "tiff-metadata-resolution-0.tif"), like_second),
    Rule("A predictor applies only to LZW and Deflate; tifffile always applies it.", ("tiff-metadata-predictor-uncompressed.tif",), like_first),
    Rule("A sample that the file does not mark as alpha is not alpha (TIFF 6.0, ExtraSamples 0); ImageMagick treats it as alpha.",
         ("tiff-alpha-unspecified*", "tiff-alpha-grey-unspecified*"), like_second),
    Rule("A fourth sample without a description may be alpha or not.", ("tiff-alpha-no-tag.tif",), like_one),
    Rule("Raw YCbCr is read in the units of TIFF 6.0, section 21; ImageMagick 6 reads subsampled data as if it were not subsampled.",
         ("tiff-colour-ycbcr-*",), like_second),
    Rule("A profile for a different kind of colours than the file's is ignored; ImageMagick applies it.",
         ("tiff-colour-icc-unusable-*",), like_second),
]

RULES = [*DAMAGE, *JPEG, *PNG, *WEBP, *AVIF, *GIF, *TIFF]
