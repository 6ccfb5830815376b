"""The result of a decoder for a file."""
from dataclasses import dataclass, field

import numpy as np

MOST_FRAMES = 6  # of an animation are compared


@dataclass(frozen=True)
class Answer:
    """frames: RGBA pictures, none when the file is refused
    count: how many frames there are, of which a decoder may have given only the first ones
    whole: whether the decoder had nothing to complain of
    note: its complaint
    """

    frames: list[np.ndarray] = field(default_factory=list, repr=False)
    count: int = 0
    whole: bool = False
    note: str = ""

    @property
    def shown(self):
        return bool(self.frames)


def refused(note):
    return Answer(note=str(note).strip().replace("\n", " ")[:160])
