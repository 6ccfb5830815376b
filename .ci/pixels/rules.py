"""The rules where decoders differ or where we mean to differ from them; the first that covers a file decides."""
from dataclasses import replace

from outcomes import (CORRUPT, TRUNCATED, UNREAD, Rule, jpeg_noticed, like_first, like_one, like_second, like_whole, noticed,
                      refused, shown, starts_like_second, within)
import compare

UNREAD_FORMAT = frozenset({"unsupported_format"})


def refused_or(accepts):
    return lambda case: refused(case) or accepts(case)


def cropped(case):
    """Our picture is the second decoder's, cut to the clean aperture of the file."""
    part = (slice(0, 64), slice(0, 64)) if "irot" in case.specimen.name else (slice(0, 64), slice(32, 96))
    return compare.same(case.ours, replace(case.second, frames=[case.second.frames[0][part]]))


def without_arithmetic(case):
    return "arithmetic" not in case.specimen.name


DAMAGE = [
    Rule("A JPEG is refused when a count of its units finds some missing, data left over or codes that cannot be, and shown when all are there; "
         "decoders fill what is missing, most of them without a word. Where its end is missing, too, it is `truncated`.",
         ("jpeg-damage-*-cut-*",), jpeg_noticed, {TRUNCATED}, without_arithmetic),
    Rule("The same in a JPEG whose end mark is there is `corrupt`.", ("jpeg-damage-*",), jpeg_noticed, {CORRUPT}, without_arithmetic),
    Rule("Arithmetic coding has no codes that cannot be: what a decoder notices is refused, the rest cannot be told from a picture.",
         ("jpeg-damage-arithmetic-*",), noticed, {CORRUPT, TRUNCATED}),
    Rule("A file that was cut is refused as `truncated`. Browsers show the part they have, as they do while it loads.",
         ("*-damage-*-cut-[1-9]0.*", "*-damage-*-cut-in-head.*"), refused, {TRUNCATED}),
    Rule("A file that lacks a few bytes at its end is refused as `truncated`, or shown when all its pixels are there.",
         ("*-damage-*-cut-last-*",), refused_or(like_whole), {TRUNCATED}),
    Rule("A wrong length in a file whose end is there is `corrupt`, or shown when all its pixels are there.",
         ("png-damage-*-length-*", "gif-damage-*-length-*", "webp-damage-*-length-*"),
         lambda case: refused(case) or like_whole(case) or case.agreeing == 2, {CORRUPT}),
    Rule("A wrong length in an AVIF moves where its pixels end: `corrupt` or `truncated`, or shown when all are there.",
         ("avif-damage-*-length-*",), refused_or(like_whole), {CORRUPT, TRUNCATED}),
    Rule("Where bytes are missing or too many in the middle of a WebP, AVIF or TIFF, its own lengths and offsets fit its end no more: `truncated` or `corrupt`.",
         ("webp-damage-*-deleted-*", "avif-damage-*-deleted-*", "tiff-damage-*-deleted-*", "avif-damage-*-inserted-*", "tiff-damage-*-inserted-*"), noticed, {CORRUPT, TRUNCATED}),
    Rule("libtiff reads the Deflate data of a strip as far as its rows go and leaves the checksum unread: what still decodes is shown, as in ImageMagick; tifffile refuses it.",
         ("tiff-damage-deflate-*",), lambda case: noticed(case) or like_first(case), {CORRUPT}),
    Rule("Changed bytes are `corrupt` when a decoder can notice them. Where every code is valid it cannot, and the picture is shown as decoders show it.",
         ("*-damage-*",), noticed, {CORRUPT}),
]

JPEG = [
    Rule("A JPEG that lacks only its end mark is shown: every scan is complete. Browsers show its upper part, as they do while it loads.",
         ("jpeg-metadata-no-eoi*", "jpeg-metadata-eoi-half*"), like_whole),
    Rule("Bytes between the start mark and the first marker do not matter. Browsers and Pillow refuse such files, djpeg shows them.",
         ("jpeg-metadata-junk-after-soi*", "jpeg-metadata-newline-after-soi*", "jpeg-metadata-junk-before-app0*"), like_whole),
    Rule("A second start mark, or bytes before the first: no decoder shows such a file.",
         ("jpeg-metadata-soi-twice.jpg", "jpeg-metadata-zeros-before-soi.jpg"), refused_or(like_whole), {CORRUPT, *UNREAD_FORMAT}),
    Rule("JPEG with 12 bits, lossless JPEG and JPEG-LS are not read, and the refusal says so.",
         ("jpeg-not-read-12-bit.jpg", "jpeg-not-read-lossless.jpg", "jpeg-not-read-jpeg-ls.jpg"), refused, UNREAD),
    Rule("Other formats are told by their first bytes, whatever their name, and refused.",
         ("jpeg-not-read-*", "jpeg-reported-bmp.jpg", "jpeg-reported-error-page.jpg", "jpeg-reported-svg.jpg",
          "jpeg-reported-only-zeros.jpg"), refused, UNREAD_FORMAT),
    Rule("An empty file is `truncated`.", ("jpeg-reported-empty.jpg",), refused, {TRUNCATED}),
    Rule("CMYK without a profile has no defined colours: we show it by libvips' profile of a usual press, decoders by the plain formula.",
         ("jpeg-colour-cmyk.jpg", "jpeg-colour-cmyk-with-rgb-profile.jpg", "jpeg-colour-ycck.jpg", "jpeg-coding-cmyk-*",
          "jpeg-reported-cmyk-*", "tiff-colour-cmyk.tif", "tiff-colour-cmyk-alpha.tif", "tiff-reported-cmyk-*"), within(90)),
    Rule("CMYK with a profile is converted by LittleCMS, as in Pillow and ImageMagick; Chromium interpolates the profile's table otherwise.",
         ("jpeg-colour-cmyk-profile.jpg", "jpeg-colour-ycck-profile.jpg"), like_second),
    Rule("The orientation counts whether it is a SHORT, as Exif says, or a LONG; Chromium wants a SHORT.",
         ("jpeg-orientation-exif-6-long.jpg",), like_one),
    Rule("Pillow stumbles over metadata that says nothing of the pixels.",
         ("jpeg-metadata-adobe-short.jpg", "png-orientation-exif-broken.png", "png-structure-time-length-wrong.png",
          "png-structure-text-crc.png", "webp-orientation-exif-broken.webp"), like_first),
    Rule("Of parts of a profile that come twice the first counts; Pillow takes none.", ("jpeg-colour-part-twice.jpg",), like_first),
]

PNG = [
    Rule("A gAMA of 0.45455 stands for sRGB's curve, as the PNG specification recommends; Chromium takes it as a power.",
         ("png-colour-gama-0.45455-chrm-srgb.png", "png-colour-gama-chrm-p3.png", "png-colour-gama-chrm-swapped.png"), like_second),
    Rule("BT.2020 with its camera curve is converted by that curve (ITU-R BT.2020), by Chromium by another one.",
         ("png-colour-cicp-2020.png", "avif-colour-nclx-2020*"), within(6)),
    Rule("PQ and HLG are shown by the documented rule: white at 203 cd/m², brighter light pressed together up to 1,000 cd/m². Chromium shows them darker.",
         ("png-colour-cicp-pq.png", "png-colour-cicp-hlg.png", "avif-colour-nclx-*pq*", "avif-colour-nclx-*hlg*"), within(8)),
    Rule("A cICP of narrow range is converted; one with a matrix is void. Chromium ignores the first and refuses the file with the second.",
         ("png-colour-cicp-p3-narrow.png", "png-colour-cicp-p3-matrix.png"), like_second),
    Rule("Where iCCP has no name or is there twice, either reading is right.", ("png-colour-iccp-name-empty.png", "png-colour-iccp-twice.png"), like_one),
    Rule("A transparent colour is compared in the depth of the file; Pillow compares eight bits of it.",
         ("png-depth-grey-*-bit-key.png", "png-depth-rgb-16-near-key.png"), like_first),
    Rule("An index beyond the palette has no defined colour.", ("png-depth-palette-beyond.png",), refused_or(shown), {CORRUPT}),
    Rule("An orientation behind the pixels may count or not: Pillow takes it, Chromium does not.", ("png-orientation-exif-6-behind.png",), like_one),
    Rule("Apple's private form of PNG is refused.", ("png-reported-apple-cgbi.png",), refused, {CORRUPT, *UNREAD}),
    Rule("The default picture of a moving PNG is no frame where no control stands before it; Pillow counts it.", ("png-animation-hidden-default.png",), like_first),
    Rule("Half-transparent frames are laid over each other as the PNG specification says; Pillow lays them otherwise.", ("png-animation-small-*-blend-1.png",), like_first),
]

WEBP = [
    Rule("The orientation of a WebP counts, as in Pillow; browsers do not read it.", ("webp-orientation-*",), like_second),
    Rule("A profile holds for moving WebPs, too, as in Pillow; Chromium converts still ones alone.", ("webp-animation-p3.webp",), like_second),
    Rule("A WebP whose RIFF size does not fit the file is refused, or shown when all its pixels are there.",
         ("webp-structure-riff-size-*", "webp-reported-unpadded-end.webp"), refused_or(shown), {CORRUPT, TRUNCATED}),
]

AVIF = [
    Rule("An AVIF with a profile that cannot be used is shown as if it had none, as every format is; Chromium refuses it in AVIF alone.",
         ("avif-colour-unusable-*",), like_second),
    Rule("The alpha of an AVIF always has the full range (AVIF specification, 4.1). Chromium believes its bitstream, in which the encoder used here "
         "(avifenc 0.11) writes the wrong one.", ("avif-alpha-*", "avif-colour-alpha-*", "avif-whole-alpha.avif"), like_second),
    Rule("The clean aperture of an AVIF is cut out, as its specification says; Chromium and Pillow ignore it.", ("avif-orientation-clap*",), cropped),
    Rule("A moving AVIF shows its first picture, and does not move.", ("avif-animation-*",), starts_like_second),
    Rule("An AVIF is told by any of its brands; Pillow wants to see one of two first.",
         ("avif-structure-brand-miaf.avif", "avif-structure-brand-MA1B.avif", "avif-structure-brand-zzzz.avif", "avif-structure-brand-heic.avif"), like_first),
    Rule("A still AVIF that says it is a sequence is shown or refused; both decoders refuse it.", ("avif-structure-brand-avis-still.avif",),
         refused_or(like_whole), {CORRUPT, *UNREAD}),
]

GIF = [
    Rule("A first frame that reaches beyond the canvas enlarges it, as in browsers; ImageMagick cuts it.",
         ("gif-still-frame-beyond-canvas.gif", "gif-still-frame-partly-beyond.gif"), like_first),
    Rule("Disposal 4 is not defined: Chromium takes it as 3, ImageMagick as none.", ("gif-animation-dispose-4*",), like_one),
    Rule("A GIF without any colour table has no defined colours.", ("gif-still-no-table.gif",), refused_or(shown), {CORRUPT}),
    Rule("A GIF that ends behind whole frames is shown, wherever it ends; ImageMagick wants the extension complete.", ("gif-ending-cut-behind-label.gif",), like_first),
    Rule("A frame whose codes end before its pixels do is `corrupt`.", ("gif-ending-fewer-codes-than-pixels.gif",), refused, {CORRUPT}),
]

TIFF = [
    Rule("Depths and codings that hardly a camera writes are shown right or refused as not supported, never as damaged and never as garbage.",
         ("tiff-depth-*12*", "tiff-depth-*32*", "tiff-depth-rgb-4.tif", "tiff-depth-*float*", "tiff-depth-*int*", "tiff-layout-lzma.tif",
          "tiff-layout-zstd.tif", "tiff-layout-lerc.tif", "tiff-layout-old-jpeg.tif", "tiff-layout-tiled-*", "tiff-layout-webp.tif",
          "tiff-colour-ycbcr-video-range.tif", "tiff-colour-cmyk-five-inks.tif", "tiff-alpha-alpha-and-more.tif", "tiff-alpha-more-and-alpha.tif"),
         refused_or(like_second), UNREAD),
    Rule("CIELab in TIFF is shown by its own white or by D50, or refused as not supported; ImageMagick does the first and not for each kind.",
         ("tiff-colour-*lab-*",), refused_or(within(35)), UNREAD),
    Rule("ImageMagick 6 does not invert grey of 2 and 4 bits whose white is zero.", ("tiff-depth-grey-[24]-white-is-zero.tif",), like_second),
    Rule("An orientation that is none counts as 1; ImageMagick's libtiff refuses it.", ("tiff-orientation-tag-0.tif", "tiff-orientation-tag-9.tif", "tiff-orientation-tag-65535.tif"), like_second),
    Rule("Tags that contradict each other without touching the pixels do not matter; ImageMagick's libtiff refuses them.",
         ("tiff-metadata-number-of-inks.tif", "tiff-metadata-ink-names.tif", "tiff-metadata-resolution-0.tif"), like_second),
    Rule("A predictor counts only with LZW and Deflate; tifffile applies it always.", ("tiff-metadata-predictor-uncompressed.tif",), like_first),
    Rule("A sample that the file does not call alpha is none (TIFF 6.0, ExtraSamples 0); ImageMagick makes it alpha.",
         ("tiff-alpha-unspecified*", "tiff-alpha-grey-unspecified*"), like_second),
    Rule("A fourth sample without any word on it may be alpha or not.", ("tiff-alpha-no-tag.tif",), like_one),
    Rule("Raw YCbCr is read in the units of TIFF 6.0, section 21; ImageMagick 6 reads subsampled ones as if they were not.",
         ("tiff-colour-ycbcr-*",), like_second),
    Rule("A profile for another kind of colours than the file's is no profile; ImageMagick applies it.",
         ("tiff-colour-icc-unusable-*",), like_second),
]

RULES = [*DAMAGE, *JPEG, *PNG, *WEBP, *AVIF, *GIF, *TIFF]
