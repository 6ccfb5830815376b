"""Measures how far off `tintype capacity` is, and writes the figures into docs/capacity.md.

Makes photographs from those of a folder: crops of 60 % or more of the sides, scaled down, every fourth one turned,
saved as JPEG in five qualities. Uploads them to a server, and lets `tintype capacity --check` fit on every fifth
image and predict the others. Then counts the files in the data folder."""

import argparse
import json
import pathlib
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "grow"))
from parts import ROOT, SCRIPT, Server, environment, machine, scratch, table, upload, write  # noqa: E402

NAMES = {"files": "variants", "bytes": "bytes of variants", "cpuSeconds": "processor time, s"}


def arguments():
    parser = argparse.ArgumentParser(
        prog="functions/bench/capacity/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", required=True, help="the folder of photographs that functions/bench/run takes")
    parser.add_argument("--count", type=int, default=250, help="how many to make (250)")
    parser.add_argument("--largest-mp", type=float, default=2.2, help="the largest of them, in megapixels (2.2)")
    parser.add_argument("--recipe", default="fast", help="the recipe, fast or default (fast)")
    parser.add_argument("--dry", action="store_true", help="print the figures, write no document")
    parser.add_argument("--data", help="do not upload: take the images of this data folder")
    return parser.parse_args()


def made(given, folder):
    subprocess.run(
        [
            ROOT / "functions/bench/run", "platform", "--photos", given.photos, "--work", folder,
            "--count", str(given.count), "--largest-mp", str(given.largest_mp), "photos",
        ],
        check=True,
    )
    return folder / "platform/photos"


def capacity(data, *words):
    done = subprocess.run(
        [SCRIPT, "capacity", "--data", str(data), "--json", *words], env=environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def filled(given, folder):
    """A data folder with the images."""
    if given.data:
        return pathlib.Path(given.data)
    photos = made(given, folder)
    with Server(folder, "data", TINTYPE_WORKERS="1") as server:
        upload(server, photos, given.recipe)
    return folder / "data"


def on_disk(data, images, recipe):
    """Files and bytes that the whole folder should have, and has."""
    said = capacity(data, "--images", str(images), "--recipe", recipe)
    files = [file for top in ("private/originals", "public") for file in (data / top).rglob("*") if file.is_file()]
    return said["files"], len(files)


def main():
    given = arguments()
    with scratch("capacity") as folder:
        data = filled(given, folder)
        check = capacity(data, "--check", "--recipe", given.recipe)
        wanted, there = on_disk(data, check["fitted"] + check["predicted"], given.recipe)
    rows = [
        [
            NAMES[line["line"]], f"{line['predicted']:,}", f"{line['actual']:,}",
            ", ".join(f"{error:+.1f} %" for error in line["errorPercents"]),
        ]
        for line in check["lines"]
    ]
    rows.append(["files of all images on the disk", f"{wanted:,}", f"{there:,}", f"{100 * (wanted / there - 1):+.1f} %"])
    text = (
        f"Fitted on {check['fitted']} photos under `{given.recipe}`, compared with {check['predicted']} others, of 0.5 to "
        f"{given.largest_mp:g} MP:\n\n"
        + table(["", "predicted", "came", "off by"], rows)
        + f"\n\n{machine()}"
    )
    print(text)
    if not given.dry:
        write("capacity.md", f"check {given.recipe}", text)


main()
