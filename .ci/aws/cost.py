#!/usr/bin/env python3
"""What 1,000 photos cost on AWS, by line: `cost.py PHOTO [NAME]`, PHOTO a JPEG, NAME a deployed stack.

Measured here: the CPU time of the packaged worker for one photo, and every call it and the API make,
counted in LocalStack's log. From it the billed time is estimated: CPU time over the 1.16 processors
that Lambda gives 2048 MB, and half a second for storage. Its processors are not this machine's: take
the first line as an order of size.
LOCALSTACK_LOG names LocalStack's log. Not counted: traffic to viewers, which CloudFront bills by the
gigabyte, and a key of your own in KMS."""
import collections
import hashlib
import json
import os
import pathlib
import re
import statistics
import sys

import stack
from cold_start import event
from deployed import paused, put
from runtime import Function, environment

# List prices in USD, us-east-1, x86-64, as known in early 2025; nothing was fetched: check them at
# https://calculator.aws before relying on a sum.
PRICES = {
    "Lambda GB-second": 0.0000166667,
    "Lambda request": 0.20e-6,
    "HTTP API request": 1.00e-6,
    "S3 PUT or LIST": 5.0e-6,
    "S3 GET or HEAD": 0.4e-6,
    "S3 GB-month": 0.023,
    "SQS request": 0.40e-6,
    "DynamoDB write unit": 0.625e-6,
    "DynamoDB read unit": 0.125e-6,
    "Logs GB": 0.50,
    "EventBridge event": 1.00e-6,
}
PHOTOS = 4
MEMORY_GB = 2.0
PROCESSORS = 2048 / 1769
STORAGE_SECONDS = 0.5


def calls(log, offset):
    """Counts the API calls LocalStack answered since an offset in its log."""
    with open(log, errors="replace") as lines:
        lines.seek(offset)
        return collections.Counter(re.findall(r"AWS (\w+\.\w+) => 2\d\d", lines.read()))


def least(counted):
    """Each call as often as for the photo with the fewest: the sweeper's come on top now and then."""
    return {call: min(c[call] for c in counted) for call in counted[0]}


def item_units(out, image_id):
    """Write units of the job table for one image: each write of an item costs its size in whole KB,
    twice in a transaction; an index entry another one."""
    items = stack.client("dynamodb").query(
        TableName=out["JobsTableName"],
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": "IMG#" + image_id}},
    )["Items"]
    sizes = {i["SK"]["S"][:2]: -(-len(json.dumps(i)) // 1024) for i in items}
    image, ready, waiting = sizes["ME"], sizes["V#"], 2
    create = 2 * (image + waiting) + 2 + 2  # image, version, idempotency key, in one transaction; two index entries
    steps = 4 * (waiting + 2)  # claimed, decode, encode, publish: each moves its index entry
    finish = 2 * (image + ready + 2) + 3  # version, image and outcome in one transaction; index entries
    told = 2  # the outcome's row and its entry are removed
    return create + steps + finish + told


def main():
    photo = pathlib.Path(sys.argv[1]).read_bytes()
    out = stack.outputs(sys.argv[2] if len(sys.argv) > 2 else "tintype")
    log = os.environ["LOCALSTACK_LOG"]
    settings = environment(out, os.environ["LOCALSTACK_ENDPOINT"])
    arrival = json.dumps(event("process-put")).replace("@ORIGINALS@", out["OriginalsBucketName"])
    with paused(out), Function("presign", settings) as presign, Function("process", settings, cpus=1) as process:
        for recipe in ("fast", "default"):
            api_seconds, work_seconds, counted, files = [], [], [], 0
            for number in range(PHOTOS):
                body = photo + bytes([number, ord(recipe[0])])  # bytes behind the end make another original
                wish = {"contentType": "image/jpeg", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "recipe": recipe}
                request = event("http-create-base64", body=json.dumps(wish), isBase64Encoded=False)
                offset = os.path.getsize(log)
                began = presign.cpu_seconds()
                created = json.loads(presign.invoke(request)["body"])
                api_seconds.append((presign.cpu_seconds() - began) / (1024 / 1769) + 0.02)
                put(created["upload"], body)
                key = created["upload"]["url"].split("/originals/")[1].split("?")[0]
                began = process.cpu_seconds()
                answer = process.invoke(json.loads(arrival.replace("originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "b" * 64, "originals/" + key)))
                work_seconds.append((process.cpu_seconds() - began) / PROCESSORS + STORAGE_SECONDS)
                assert answer["batchItemFailures"] == [], answer
                counted.append(calls(log, offset))
            pages = stack.client("s3").list_objects_v2(Bucket=out["VariantsBucketName"], Prefix=created["id"] + "/")
            files = sum(o["Size"] for o in pages["Contents"])
            assert len(pages["Contents"]) == 22, "the photo is not ready"
            report(recipe, statistics.median(api_seconds[1:]), statistics.median(work_seconds[1:]), least(counted), files, len(body), item_units(out, created["id"]))


def report(recipe, api_seconds, work_seconds, counted, variant_bytes, original_bytes, write_units):
    counted = collections.Counter(counted)
    puts = counted["s3.PutObject"]
    gets = counted["s3.GetObject"] + counted["s3.HeadObject"]
    reads = counted["dynamodb.GetItem"] + counted["dynamodb.Query"] + counted["dynamodb.BatchGetItem"]
    lines = {
        f"Lambda process, about {work_seconds:.1f} s at {MEMORY_GB:.0f} GB": work_seconds * MEMORY_GB * PRICES["Lambda GB-second"] + PRICES["Lambda request"],
        f"Lambda presign, 3 calls of about {api_seconds * 1000:.0f} ms": 3 * (api_seconds * PRICES["Lambda GB-second"] + PRICES["Lambda request"]),
        "HTTP API, 3 calls": 3 * PRICES["HTTP API request"],
        f"S3, {puts} PUT": puts * PRICES["S3 PUT or LIST"],
        f"S3, {gets} GET or HEAD": gets * PRICES["S3 GET or HEAD"],
        "SQS, 3 requests": 3 * PRICES["SQS request"],
        f"DynamoDB, about {write_units} write units": write_units * PRICES["DynamoDB write unit"],
        f"DynamoDB, {reads} reads of 1 to 2 units": 2 * reads * PRICES["DynamoDB read unit"],
        "Logs, 4 KB": 4e-6 * PRICES["Logs GB"],
        "EventBridge, 1 event": PRICES["EventBridge event"],
    }
    print(f"recipe {recipe}: USD for 1,000 photos of {original_bytes / 1e6:.1f} MB")
    for name, each in lines.items():
        print(f"  {name:45} {each * 1000:8.4f}")
    print(f"  {'sum':45} {sum(lines.values()) * 1000:8.4f}")
    stored = (variant_bytes + original_bytes) * 1000 / 1e9
    print(f"  {'storage a month, ' + format(stored, '.1f') + ' GB':45} {stored * PRICES['S3 GB-month']:8.4f}")


if __name__ == "__main__":
    main()
