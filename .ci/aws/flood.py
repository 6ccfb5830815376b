#!/usr/bin/env python3
"""Sends many images through the deployed stack, with every storage event delivered twice and shuffled:
`flood.py [--images N] [NAME]`, 200 images without N. Writes the result into docs/benchmarks-aws.md."""
import argparse
import collections
import concurrent.futures
import json
import random
import time
import urllib.parse

import page
from deployed import Listener, Platform, png, put

FILES = 22
ENDS = ("ready", "failed", "expired", "superseded")


def upload(platform, number):
    """Creates and uploads one image; returns its id and the storage event of its arrival."""
    body = png(64 + number % 64, 48, 1_000_000 + number)
    status, _, created = platform.create(body, recipe="fast")
    assert status == 201, created
    assert put(created["upload"], body) == 200
    key = urllib.parse.unquote(urllib.parse.urlsplit(created["upload"]["url"]).path).split("/originals/")[1]
    return created["id"], platform.notice("originals/" + key)


def until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"after {seconds} s: {what}"
        time.sleep(0.5)


def keys(platform, bucket):
    pages = platform.s3.get_paginator("list_objects_v2").paginate(Bucket=platform.out[bucket])
    return [entry["Key"] for entries in pages for entry in entries.get("Contents", [])]


def rows(platform):
    """The remaining outbox items."""
    pages = platform.dynamo.get_paginator("scan").paginate(TableName=platform.out["JobsTableName"])
    return [item["PK"]["S"] for found in pages for item in found["Items"] if item["PK"]["S"].startswith("OUT#")]


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--images", type=int, default=200)
    wanted.add_argument("name", nargs="?", default="tintype")
    asked = wanted.parse_args()
    platform = Platform(asked.name)
    listener = Listener(platform)
    hidden = platform.waiting("JobsQueueUrl")
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        uploads = list(threads.map(lambda n: upload(platform, n), range(asked.images)))
    # S3 has sent each event once, in the order of the uploads; the second ones are shuffled.
    notices = [notice for _, notice in uploads]
    random.Random(6).shuffle(notices)
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        list(threads.map(platform.send, notices))
    ids = [image_id for image_id, _ in uploads]
    states = collections.Counter(platform.wait(i, 120 + 6 * asked.images)["state"] for i in ids)
    seconds = time.monotonic() - began
    until(lambda: platform.waiting("JobsQueueUrl") <= hidden, 300, "messages are still in the queue")
    told = collections.Counter()
    names = {}

    def all_told():
        platform.sweep()
        for event in listener.collect()[sum(told.values()):]:
            told[event["resources"][0]] += 1
            names[event["resources"][0]] = event
        return len(ours()) >= len(ids) and not rows(platform)

    def ours():
        return [e for e in names.values() if any(i in json.dumps(e["detail"]) for i in set(ids))]

    until(all_told, 120, "not every image was told of")
    variants = [key for key in keys(platform, "VariantsBucketName") if key.split("/")[0] in set(ids)]
    strangers = orphans(platform, ids, variants)
    letters = platform.waiting("DeadLetterQueueUrl")
    found = [
        ("images", len(ids)),
        ("storage events delivered", 2 * len(ids)),
        ("states", ", ".join(f"{count} {state}" for state, count in states.items())),
        ("files under their keys", f"{len(variants)} = {len(ids)} × {FILES}" if len(variants) == FILES * len(ids) else len(variants)),
        ("files that no manifest of a ready image names", len(strangers)),
        ("distinct notification ids for these images", len(ours())),
        ("notifications delivered more than once", sum(told[e["resources"][0]] > 1 for e in ours())),
        ("dead letters left", letters),
        ("rows left in the outbox", len(rows(platform))),
        ("from the first upload to the last `ready`", f"{seconds:.0f} s, 5 workers on this machine"),
    ]
    page.write("flood", page.table(["what", "found"], found))
    assert states == {"ready": len(ids)}, states
    assert len(variants) == FILES * len(ids) and not strangers, strangers[:5]
    assert len(ours()) == len(ids) and letters == 0 and not rows(platform)


def orphans(platform, ids, variants):
    """Keys that no manifest of a current version contains."""
    named = set()
    for image_id in ids:
        manifests = [key for key in variants if key.startswith(image_id) and key.endswith("/manifest.json")]
        for key in manifests:
            named.add(key)
            named.update(v["url"] for v in json.loads(platform.read(key))["variants"])
    return [key for key in variants if key not in named]


if __name__ == "__main__":
    main()
