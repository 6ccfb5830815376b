#!/usr/bin/env python3
"""Writes the inputs of all cases, and the expected results into expected.json beside their folder.

usage: make.py FOLDER [PATTERN]    such as 'gama-*'"""
import fnmatch
import json
import pathlib
import sys

import avif
import gif
import jpeg
import png
import tiff
import webp

EXPECTATIONS = {"pixel", "at", "within", "at_least", "jpeg", "size", "alpha", "moves", "ready", "failed", "unsaid"}


def main():
    folder = pathlib.Path(sys.argv[1])
    inputs = folder / "in"
    inputs.mkdir(parents=True)
    pattern = sys.argv[2] if len(sys.argv) > 2 else "*"
    expected = {}

    def case(name, data, why, **right):
        assert name not in expected and right.keys() <= EXPECTATIONS, name
        right.setdefault("ready", "failed" not in right)
        if fnmatch.fnmatch(name, pattern):
            (inputs / name).write_bytes(data)
            expected[name] = {"why": why, **right}

    for kind in (jpeg, png, gif, webp, avif, tiff):
        kind.cases(case)
    (folder / "expected.json").write_text(json.dumps(expected, indent=1))
    print(len(expected), "inputs")


main()
