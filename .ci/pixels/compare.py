"""Compares the pictures of two decoder results."""
from dataclasses import replace

import numpy as np

CELL, MIDDLE = 16, slice(4, 12)
TOLERANCE = 3  # of 255, in each channel's mean over the middle of a cell
MOVING_TOLERANCE = 6  # for animation frames, of which WebP preserves less
BROKEN_TOLERANCE = 12  # for damaged pictures, whose strong colours suffer from WebP's chroma subsampling


def means(picture):
    """The mean of each cell's middle: alpha, and colour weighted by alpha."""
    values = picture.astype(float)
    values[:, :, :3] *= values[:, :, 3:] / 255
    height, width = picture.shape[:2]
    if height < CELL or width < CELL:
        return values.mean((0, 1))[None]
    rows, columns = height // CELL, width // CELL
    cells = values[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL, 4)
    return cells[:, MIDDLE, :, MIDDLE].mean((1, 3)).reshape(-1, 4)


def distance(one, other):
    """The largest difference between cells of two results; infinite when size or number of frames differ."""
    if one.count != other.count or not one.frames or not other.frames:
        return np.inf
    worst = 0.0
    for mine, theirs in zip(one.frames, other.frames):
        if mine.shape != theirs.shape:
            return np.inf
        worst = max(worst, float(np.abs(means(mine) - means(theirs)).max()))
    return worst


def same(one, other, tolerance=TOLERANCE):
    return distance(one, other) <= tolerance


def first_frame(answer):
    return replace(answer, frames=answer.frames[:1], count=1)


def described(answer):
    """A short description for a table."""
    if not answer.shown:
        return "refused: " + answer.note
    first = answer.frames[0]
    height, width = first.shape[:2]
    some = " ".join(str(tuple(int(v) for v in first[y, x])) for y in (height // 4, 3 * height // 4) for x in (width // 6, width // 2, 5 * width // 6))
    return f"{'whole' if answer.whole else 'with complaint'} {width}x{height} x{answer.count} {some} {answer.note}"
