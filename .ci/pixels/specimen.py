"""One generated file, and the picture that most of them contain."""
from dataclasses import dataclass, field

import numpy as np

WIDTH, HEIGHT = 96, 64
PATCH = 32  # px: chroma subsampling and block edges stay off the middle of a patch

COLOURS = np.array(
    [[(200, 40, 40), (40, 150, 70), (60, 80, 190)], [(128, 128, 128), (200, 180, 110), (30, 30, 30)]], np.uint8)
GREYS = np.array([[30, 128, 220], [90, 250, 60]], np.uint8)
ALPHAS = np.array([[255, 128, 64], [200, 32, 255]], np.uint8)


@dataclass(frozen=True)
class Specimen:
    """A generated file.

    name: its file name, whose words tell format, kind and detail
    kind: the row of the table that it counts in
    sound: the name of the file that this one was before it was damaged
    """

    name: str
    kind: str
    data: bytes = field(repr=False)
    sound: str | None = None

    @property
    def format(self):
        return self.name.split("-")[0]


def patches(values):
    """A picture with one flat patch for each value."""
    return np.asarray(values).repeat(PATCH, 0).repeat(PATCH, 1)


def rgb():
    return patches(COLOURS)


def grey():
    return patches(GREYS)


def alpha():
    return patches(ALPHAS)


def rgba():
    return np.dstack([rgb(), alpha()])


def noise(seed, channels=3, width=WIDTH, height=HEIGHT):
    """Gradients with the same noise in every channel: each block has detail to lose, and WebP preserves the colours."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    slopes = np.dstack([40 + 140 * x / width, 40 + 140 * y / height, 180 - 120 * x / width][:channels])
    picture = np.clip(slopes + random.normal(0, 18, (height, width, 1)), 0, 255).astype(np.uint8)
    return picture if channels > 1 else picture[:, :, 0]
