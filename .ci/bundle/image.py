"""Checks an image in OCI's layout, unpacks it, and prints what it starts, one word a line.

image.py LAYOUT FOLDER
"""

import gzip
import hashlib
import json
import pathlib
import subprocess
import sys


class Layout:
    def __init__(self, folder):
        self.folder = folder
        self.seen = set()

    def path(self, descriptor):
        """The blob of a descriptor; its length and digest must be right."""
        algorithm, digest = descriptor["digest"].split(":")
        path = self.folder / "blobs" / algorithm / digest
        content = path.read_bytes()
        assert len(content) == descriptor["size"], f"{path} has {len(content)} bytes"
        assert hashlib.sha256(content).hexdigest() == digest, f"{path} has another digest"
        self.seen.add(path)
        return path

    def read(self, descriptor):
        return json.loads(self.path(descriptor).read_text())


def main(layout, target):
    image = Layout(pathlib.Path(layout))
    assert json.loads((image.folder / "oci-layout").read_text()) == {"imageLayoutVersion": "1.0.0"}
    (entry,) = json.loads((image.folder / "index.json").read_text())["manifests"]
    manifest = image.read(entry)
    config = image.read(manifest["config"])
    diffs = config["rootfs"]["diff_ids"]
    assert len(diffs) == len(manifest["layers"])
    pathlib.Path(target).mkdir()
    for layer, diff in zip(manifest["layers"], diffs):
        path = image.path(layer)
        assert "sha256:" + hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest() == diff
        subprocess.run(["tar", "-xzf", path, "-C", target, "--keep-directory-symlink"], check=True)
    blobs = set((image.folder / "blobs/sha256").iterdir())
    assert blobs == image.seen, f"blobs that nothing names: {blobs - image.seen}"
    print("\n".join(config["config"]["Entrypoint"] + config["config"]["Cmd"]))


main(*sys.argv[1:])
