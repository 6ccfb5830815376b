"""Large photos with the default recipe, through each queue."""

import json
import pathlib
import shutil
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "grow"))
from parts import Server, machine, table, upload  # noqa: E402

COUNT = 20


def copies(photos, folder):
    """The photos again and again under other names, until there are 20: each name is an image of its own."""
    found = sorted(pathlib.Path(photos).glob("*.jpg"))
    if not found:
        raise SystemExit(f"there is no JPEG in {photos}")
    made = folder / "photos"
    made.mkdir()
    for number in range(COUNT):
        shutil.copyfile(found[number % len(found)], made / f"{number:02}.jpg")
    return made


def versions(server, image):
    """How many ready versions an image has, and how many files they name."""
    known = server.client().json(f"/images/{image}/versions")["versions"]
    ready = [version for version in known if version["state"] == "ready"]
    return len(ready), sum(len(version["manifest"]["variants"]) for version in ready)


def through(name, settings, photos, folder):
    """Uploads all photos to one server with two workers; returns a row of the table."""
    with Server(folder, f"photos-{name}", **settings) as server:
        seconds = upload(server, photos, "default")
        images = [image["id"] for image in server.client().images()]
        found = [versions(server, image) for image in images]
    if len(images) != COUNT or any(count != 1 for count, _ in found):
        raise SystemExit(f"{name}: {json.dumps(dict(zip(images, found)))}")
    print(f"{name}: {COUNT} ready in {seconds:.0f} s", flush=True)
    return [name, f"{COUNT} of {COUNT}", f"{sum(files for _, files in found)}", f"{seconds:.0f} s"]


def main(queues, photos, folder):
    """Tries the queues one after the other.

    queues: names to the settings that choose a queue and a database of its own
    Returns the table.
    """
    made = copies(photos, folder)
    rows = [through(name, settings, made, folder) for name, settings in queues.items()]
    return table(["queue", "ready, in one version", "files", "took"], rows) + f"\n\n{machine()}."
