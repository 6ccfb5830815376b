"""Compares our result for a file with those of two decoders, under the documented rules."""
from dataclasses import dataclass
from functools import cached_property

import compare
import jpeg_reader
from answer import Answer
from specimen import Specimen


@dataclass(frozen=True)
class Case:
    """A file and the decoders' results.

    ours, reason: Tintype's answer and why it refused, if it did
    first, second: the two decoders' answers
    whole: the second decoder's answer for the same file without damage or oddity
    """

    specimen: Specimen
    ours: Answer
    reason: str | None
    first: Answer
    second: Answer
    whole: Answer | None = None

    @cached_property
    def with_first(self):
        return self.agrees(self.first)

    @cached_property
    def with_second(self):
        return self.agrees(self.second)

    def agrees(self, other):
        """Whether all variants look the same, or we refuse a file about which the other at least complains."""
        return self.ours.whole and self.same(self.ours, other) if self.ours.shown else not other.whole

    def same(self, one, other):
        tolerances = {"damage": compare.BROKEN_TOLERANCE, "animation": compare.MOVING_TOLERANCE}
        return compare.same(one, other, tolerances.get(self.specimen.kind, compare.TOLERANCE))

    @property
    def agreeing(self):
        return self.with_first + self.with_second

    @property
    def refused_alone(self):
        return not self.ours.shown and self.first.whole and self.second.whole

    @property
    def shown_alone(self):
        return self.ours.shown and not self.first.shown and not self.second.shown

    @cached_property
    def pixels_missing(self):
        """The missing or invalid data found by counting a JPEG's units."""
        return jpeg_reader.complaint(self.specimen.data) if self.specimen.format == "jpeg" else ""


@dataclass(frozen=True)
class Judged:
    """rule: the one that decided, if one did; fault: whether the answer is wrong by rule or by both decoders."""

    case: Case
    rule: object
    fault: bool
    wrong_reason: bool


def judge(case, rules):
    rule = next((r for r in rules if r.covers(case)), None)
    if rule is None:
        return Judged(case, None, case.agreeing < 2, False)
    wrong_reason = bool(case.reason and rule.reasons and case.reason not in rule.reasons)
    return Judged(case, rule, wrong_reason or not rule.accepts(case) or case.ours.shown and not case.ours.whole, wrong_reason)
