"""Requirements that a rule can make of our result."""
import fnmatch
from collections.abc import Callable, Set
from dataclasses import dataclass

import compare

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
    reasons: Set = frozenset()
    when: Callable = lambda case: True

    def covers(self, case):
        return any(fnmatch.fnmatchcase(case.specimen.name, f) for f in self.files) and self.when(case)


def refused(case):
    return not case.ours.shown


def shown(case):
    return case.ours.shown


def like_first(case):
    return case.ours.shown and case.with_first


def like_second(case):
    return case.ours.shown and case.with_second


def like_one(case):
    return case.ours.shown and case.agreeing > 0


def starts_like_second(case):
    """Our picture, or our first frame, is the second decoder's first frame."""
    return case.ours.shown and compare.same(compare.first_frame(case.ours), compare.first_frame(case.second))


def within(tolerance):
    """Shown, and close to the second decoder."""
    return lambda case: case.ours.shown and compare.distance(case.ours, case.second) <= tolerance


def like_whole(case):
    """The damage or oddity has no visible effect."""
    return case.ours.shown and case.whole is not None and case.same(case.ours, case.whole)


def noticed(case):
    """Refused where a decoder complains or pixels differ from the valid file's; shown where the damage is undetectable."""
    if case.ours.shown:
        return like_whole(case) or case.agreeing == 2 or case.first.whole and case.second.whole and like_one(case)
    return not (case.first.whole and case.second.whole) or not case.same(case.second, case.whole)


def jpeg_noticed(case):
    return refused(case) if case.pixels_missing else like_one(case) or like_whole(case)
