#!/usr/bin/env python3
"""Times the packaged functions under the real runtime client, beside the deployed stack:
`cold_start.py PHOTO [NAME]`, PHOTO a JPEG.

No snapshot is restored, so presign is slower here than with SnapStart. Each function is pinned to one
processor; Lambda gives presign (1024 MB) 0.58 of one and process (2048 MB) 1.16."""
import hashlib
import json
import os
import pathlib
import statistics
import sys
import time

import stack
from deployed import paused, put
from runtime import ROOT, Function, environment

STARTS = 5
CALLS = 200


def event(name, **changed):
    return {**json.loads((ROOT / f"events/{name}.json").read_text()), **changed}


def milliseconds(call):
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def create(photo):
    body = {"contentType": "image/jpeg", "bytes": len(photo), "sha256": hashlib.sha256(photo).hexdigest()}
    return event("http-create-base64", body=json.dumps(body), isBase64Encoded=False)


def main():
    photo = pathlib.Path(sys.argv[1]).read_bytes()
    out = stack.outputs(sys.argv[2] if len(sys.argv) > 2 else "tintype")
    settings = environment(out, os.environ["LOCALSTACK_ENDPOINT"])
    starts, firsts = [], []
    for _ in range(STARTS):
        with Function("presign", settings, cpus=1) as presign:
            starts.append(presign.init_seconds * 1000)
            firsts.append(milliseconds(lambda: presign.invoke(create(photo)))[0])
    print(f"presign, cold: start {statistics.median(starts):.0f} ms + first upload permission {statistics.median(firsts):.0f} ms (median of {STARTS})")

    table = stack.client("dynamodb")
    key = {"PK": {"S": "IMG#none"}, "SK": {"S": "META"}}
    store = [
        milliseconds(lambda: table.get_item(TableName=out["JobsTableName"], Key=key, ConsistentRead=True))[0]
        for _ in range(CALLS)
    ]
    with Function("presign", settings, cpus=1) as presign:
        for _ in range(CALLS):
            presign.invoke(event("http-recipes-jwt", requestContext=event("http-list")["requestContext"]))
        own = [milliseconds(lambda: presign.invoke(event("http-unknown-image", rawPath="/nowhere")))[0] for _ in range(CALLS)]
        whole = [milliseconds(lambda: presign.invoke(create(photo)))[0] for _ in range(CALLS)]
        answer = json.loads(presign.invoke(create(photo))["body"])
    print(
        f"presign, warm: {statistics.median(own):.1f} ms p50 without the store, {statistics.median(whole):.1f} ms with it;"
        f" one read of the stand-in's table takes {statistics.median(store):.1f} ms"
    )

    with paused(out):
        first_photo(out, settings, answer, photo)


def first_photo(out, settings, answer, photo):
    put(answer["upload"], photo)
    key = answer["upload"]["url"].split("/originals/")[1].split("?")[0]
    arrival = json.loads(
        json.dumps(event("process-put"))
        .replace("@ORIGINALS@", out["OriginalsBucketName"])
        .replace("originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "b" * 64, "originals/" + key)
    )
    with Function("process", settings, cpus=1) as process:
        first, _ = milliseconds(lambda: process.invoke(arrival))
        print(f"process, cold: start with its renderer {process.init_seconds * 1000:.0f} ms, first photo {first:.0f} ms")


if __name__ == "__main__":
    main()
