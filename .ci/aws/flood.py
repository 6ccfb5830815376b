#!/usr/bin/env python3
"""Sends many images through a deployed stack, with every storage event delivered twice and shuffled:
`flood.py [--images N] [NAME]`, 200 images without N. The packaged functions work in place of the deployed ones,
confined as in Lambda (confined.py). Writes the result of 200 or more into docs/benchmarks-aws.md."""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import time
import urllib.parse

import page
import confined
from deployed import Listener, paused, png, put, unswept
from runtime import RenderService, environment
from workers import ConfinedPlatform, Workers

IMAGES = 200
FILES = 22
WORKERS = 3
REPETITIONS = 20
ENDS = ("ready", "failed", "expired", "superseded")


def upload(platform, number):
    """Creates and uploads one image; returns its id and the storage event of its arrival."""
    body = png(64 + number % 64, 48, 1_000_000 + number)
    status, _, created = platform.create(body, recipe="fast")
    # On a busy machine, the stand-in's table may not answer in time.
    for _ in range(REPETITIONS):
        if status == 503:
            time.sleep(1)
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
    wanted.add_argument("--images", type=int, default=IMAGES)
    wanted.add_argument("name", nargs="?", default="tintype")
    asked = wanted.parse_args()
    with (
        ConfinedPlatform(asked.name) as platform,
        paused(platform.out),
        unswept(platform.out),
        RenderService(environments=WORKERS) as render,
    ):
        settings = {**environment(platform.out, os.environ["LOCALSTACK_ENDPOINT"]), **render.settings}
        with Workers(platform.out, settings, WORKERS) as workers:
            found = flood(platform, asked.images)
            limits = f"{workers.functions[0].group}, {render.now.group}"
        assert not workers.died, workers.died
    assert not render.killed, f"the kernel killed {render.killed} processes for memory"
    confinement = [
        ("every function", confined.holds()),
        ("`process`, and `render`", limits),
        ("environments of `render` that ended themselves or died", render.ended),
    ]
    table = page.table(["what", "found"], [*confinement, *found.rows])
    if asked.images >= IMAGES:
        page.write("flood", table)
    else:
        print(table)
    found.check()


def flood(platform, images):
    listener = Listener(platform)
    hidden = platform.waiting("JobsQueueUrl")
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        uploads = list(threads.map(lambda n: upload(platform, n), range(images)))
    # S3 has sent each event once, in the order of the uploads; the second ones are shuffled.
    notices = [notice for _, notice in uploads]
    random.Random(6).shuffle(notices)
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        list(threads.map(platform.send, notices))
    ids = [image_id for image_id, _ in uploads]
    states = collections.Counter(platform.wait(i, 120 + 12 * images)["state"] for i in ids)
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
    rows_found = [
        ("images", len(ids)),
        ("storage events delivered", 2 * len(ids)),
        ("states", ", ".join(f"{count} {state}" for state, count in states.items())),
        ("files under their keys", f"{len(variants)} = {len(ids)} × {FILES}" if len(variants) == FILES * len(ids) else len(variants)),
        ("files that no manifest of a ready image names", len(strangers)),
        ("distinct notification ids for these images", len(ours())),
        ("notifications delivered more than once", sum(told[e["resources"][0]] > 1 for e in ours())),
        ("dead letters left", letters),
        ("rows left in the outbox", len(rows(platform))),
        ("from the first upload to the last `ready`", f"{seconds:.0f} s, {WORKERS} workers on this machine"),
    ]
    return Found(rows_found, states, len(ids), len(variants), strangers, len(ours()), letters, len(rows(platform)))


class Found:
    def __init__(self, rows, states, images, files, strangers, told, letters, outbox):
        self.rows, self.states, self.images = rows, states, images
        self.files, self.strangers = files, strangers
        self.told, self.letters, self.outbox = told, letters, outbox

    def check(self):
        assert self.states == {"ready": self.images}, self.states
        assert self.files == FILES * self.images and not self.strangers, self.strangers[:5]
        assert self.told == self.images and self.letters == 0 and not self.outbox


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
