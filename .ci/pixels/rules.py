"""The rules where decoders differ or where we mean to differ from them, in the order in which they are asked."""
import fnmatch
from collections.abc import Callable
from dataclasses import dataclass

import compare
from judge import agrees

CORRUPT, TRUNCATED = "corrupt", "truncated"
UNREAD = frozenset({"unsupported_format", "unsupported_codec"})


@dataclass(frozen=True)
class Rule:
    """files: patterns of names; when: a further condition
    accepts: whether our answer follows the rule
    reasons: those a refusal may have, if only some
    """

    sentence: str
    files: tuple[str, ...]
    accepts: Callable
    reasons: frozenset = frozenset()
    when: Callable = lambda case: True

    def covers(self, case):
        return any(fnmatch.fnmatch(case.specimen.name, f) for f in self.files) and self.when(case)


def refused(case):
    return not case.ours.shown


def like_first(case):
    return case.with_first


def like_second(case):
    return case.with_second


def like_one(case):
    return case.agreeing > 0


def starts_like_second(case):
    """Our one picture is the second decoder's first frame."""
    return case.ours.shown and compare.first_distance(case.ours, case.second) <= compare.TOLERANCE


def like_whole(case):
    """What is damaged shows nowhere."""
    return case.ours.shown and case.whole is not None and compare.same(case.ours, case.whole)


def noticed(case):
    """Refused where somebody complains or where pixels differ from the sound file's; shown where nobody can tell."""
    if case.ours.shown:
        return like_whole(case) or case.agreeing == 2 or unnoticed_by_both(case)
    return not (case.first.whole and case.second.whole) or not agrees(case.second, case.whole)


def unnoticed_by_both(case):
    return case.first.whole and case.second.whole and like_one(case)


def jpeg_noticed(case):
    return refused(case) if case.pixels_missing else case.ours.shown and like_one(case)


def refused_or_like_second(case):
    return refused(case) or like_second(case)


def refused_or_like_one(case):
    return refused(case) or like_one(case)


RULES = [
    # Damage
    Rule("A JPEG is refused when a count of its units finds some missing, bytes left over or codes that cannot be, and shown when all are there. "
         "Decoders fill what is missing, most of them without a word.",
         ("jpeg-damage-*-cut-*",), jpeg_noticed, frozenset({TRUNCATED}), lambda case: "arithmetic" not in case.specimen.name),
    Rule("In a JPEG whose end mark is there, the same is `corrupt` instead of `truncated`.",
         ("jpeg-damage-*",), jpeg_noticed, frozenset({CORRUPT}), lambda case: "arithmetic" not in case.specimen.name),
    Rule("Arithmetic coding has no codes that cannot be: what a decoder notices is refused, the rest cannot be told from a picture.",
         ("jpeg-damage-arithmetic-*",), noticed, frozenset({CORRUPT, TRUNCATED})),
    Rule("A JPEG that lacks only its end mark is shown: every scan is complete. Browsers show its upper part or all of it, as they do while it loads.",
         ("jpeg-metadata-no-eoi*", "jpeg-metadata-eoi-half*"), lambda case: case.ours.shown and compare.same(case.ours, case.whole)),
    Rule("A file that was cut is refused as `truncated`. Browsers show the part they have, as they do while it loads.",
         ("*-damage-*-cut-[1-9]0.*", "*-damage-*-cut-in-head.*"), refused, frozenset({TRUNCATED})),
    Rule("A file that lacks a few bytes at its end is refused as `truncated`, or shown when all its pixels are there.",
         ("*-damage-*-cut-last-*",), lambda case: refused(case) or like_whole(case), frozenset({TRUNCATED})),
    Rule("A wrong length in a file whose end is there is `corrupt`, or shown when all its pixels are there.",
         ("png-damage-*-length-*", "gif-damage-*-length-*", "webp-damage-*-length-*"),
         lambda case: refused(case) or like_whole(case) or case.agreeing == 2, frozenset({CORRUPT})),
    Rule("A wrong length in an AVIF or TIFF moves where its pixels end: `corrupt` or `truncated`, or shown when all are there.",
         ("avif-damage-*-length-*",), lambda case: refused(case) or like_whole(case), frozenset({CORRUPT, TRUNCATED})),
    Rule("Where bytes are missing in the middle of a WebP, AVIF or TIFF, its own lengths reach beyond its end: `truncated` or `corrupt`.",
         ("webp-damage-*-deleted-*", "avif-damage-*-deleted-*", "tiff-damage-*-deleted-*"), noticed, frozenset({CORRUPT, TRUNCATED})),
    Rule("Changed bytes are `corrupt` when a decoder can notice them. Where every code is valid it cannot, and the picture is shown as decoders show it.",
         ("*-damage-*",), noticed, frozenset({CORRUPT})),
]
