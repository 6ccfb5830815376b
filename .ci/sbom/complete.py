"""Adds the native bundle and the console's packages to a CycloneDX bill of Java libraries.

complete.py IN OUT
"""

import hashlib
import json
import pathlib
import sys

PACKAGE = "@img/sharp-libvips-linux-"
ARCHITECTURES = {"x86_64": "x64", "arm64": "arm64"}


def bundle(folder, lock):
    """The bundle of one architecture: a component that holds its libraries."""
    architecture = folder.name
    versions = json.loads((folder / "versions.json").read_text())
    name = PACKAGE + ARCHITECTURES[architecture]
    library = next((folder / "lib").glob("libvips-cpp.so.*"))
    version = lock["packages"]["node_modules/" + name]["version"]
    return {
        "type": "library",
        "bom-ref": f"libvips-{architecture}",
        "name": name,
        "version": version,
        "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(library.read_bytes()).hexdigest()}],
        "components": [
            {
                "type": "library",
                "bom-ref": f"libvips-{architecture}-{part}",
                "name": part,
                "version": number,
                "purl": f"pkg:generic/{part}@{number}",
            }
            for part, number in sorted(versions.items())
        ],
    }


def packages(lock):
    """The npm packages that the console contains."""
    for path, one in sorted(lock["packages"].items()):
        if path and not one.get("dev"):
            name = path.split("node_modules/")[-1]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{one['version']}"
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": one["version"],
                "purl": purl,
            }


def main(source, target):
    bill = json.loads(pathlib.Path(source).read_text())
    layer = pathlib.Path("layers/libvips")
    lock = json.loads((layer / "package-lock.json").read_text())
    added = [bundle(layer / "build" / each, lock) for each in sorted(ARCHITECTURES)]
    console = pathlib.Path("functions/server/console/package-lock.json")
    added += packages(json.loads(console.read_text()))
    java = len(bill["components"])
    bill["components"] += added
    pathlib.Path(target).write_text(json.dumps(bill, indent=1) + "\n")
    native = sum(len(one.get("components", [])) for one in added)
    print(f"{target}: {java} Java libraries, {len(added) - 2} npm packages, {native} native parts in 2 bundles")
    names = {one["name"] for one in bill["components"]}
    missing = {"sqlite-jdbc", "jetty-server", "jackson-databind", "prometheus-metrics-core"} - names
    versions = [one for one in added if one["name"].startswith(PACKAGE)]
    if missing or any(not {"vips", "heif", "aom"} <= {p["name"] for p in v["components"]} for v in versions):
        sys.exit(f"the bill is not whole: {sorted(missing)} are missing")


main(*sys.argv[1:])
