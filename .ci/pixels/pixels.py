"""Compares Tintype's pixels and verdicts with two independent decoders over generated files.

usage: pixels.py TREE [--check] [--files PATTERN] [--keep DIR]

Writes the table into docs/pixels.md of the tree. With --check it fails when a file is wrong, and writes nothing.
--files PATTERN takes only files of such names, and writes nothing; --keep DIR leaves files and results there.
"""
import argparse
import concurrent.futures
import fnmatch
import os
import sys
import tempfile
import time
import warnings

import all_files
import chromium
import magick_decoder
import ours
import pillow_decoder
import rules
import table
import tiff_decoder
from compare import described
from judge import Case, judge

FIRST = {"tiff": magick_decoder.decode}  # Chromium for the others
SECOND = {"tiff": tiff_decoder.decode, "gif": magick_decoder.decode}  # Pillow for the others


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("tree")
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--files", default="*")
    arguments.add_argument("--keep")
    options = arguments.parse_args()
    warnings.simplefilter("ignore")
    specimens = [s for s in timed("files", all_files.specimens) if wanted(s, options.files)]
    with tempfile.TemporaryDirectory() as folder:
        judged = timed("all", lambda: judgements(specimens, options.tree, options.keep or folder))
    faults = [j for j in judged if j.fault]
    for j in faults:
        print(account(j))
    print(f"{len(judged)} files, {len(faults)} wrong")
    if not options.check and options.files == "*":
        table.write(os.path.join(options.tree, "docs", "pixels.md"), judged)
    sys.exit(1 if options.check and faults else 0)


def wanted(specimen, pattern):
    return fnmatch.fnmatch(specimen.name, pattern)


def timed(what, action):
    began = time.monotonic()
    result = action()
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)
    return result


def judgements(specimens, tree, folder):
    files = {s.name: s.data for s in specimens}
    mine = timed("Tintype", lambda: ours.decode(os.path.join(tree, "tintype"), files, folder))
    pages = {s.name: s.data for s in specimens if s.format not in FIRST}
    first = timed("Chromium", lambda: chromium.decode(pages))
    first |= timed("ImageMagick", lambda: decoded([s for s in specimens if s.format in FIRST], FIRST, None))
    second = timed("Pillow, tifffile, ImageMagick", lambda: decoded(specimens, SECOND, pillow_decoder.decode))
    return [judge(Case(s, *mine[s.name], first[s.name], second[s.name], second.get(s.sound)), rules.RULES) for s in specimens]


def decoded(specimens, decoders, otherwise):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda s: decoders.get(s.format, otherwise)(s.name, s.data), specimens)
        return dict(zip([s.name for s in specimens], answers))


def account(judged):
    case = judged.case
    return (f"{case.specimen.name}: {judged.rule.sentence if judged.rule else 'no rule'}\n"
            f"  Tintype {described(case.ours)}\n  first   {described(case.first)}\n  second  {described(case.second)}")


if __name__ == "__main__":
    main()
