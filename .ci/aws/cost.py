#!/usr/bin/env python3
"""The cost of 1,000 photos on AWS, by line: `cost.py PHOTO [NAME]`, PHOTO a JPEG, NAME a deployed stack.
What came of it goes to docs/benchmarks-aws.md and, shorter, to docs/deploy.md.
`cost.py --monthly` writes the fixed costs of a month into docs/deploy.md. It needs no stack.

Measured: the CPU time of the packaged functions for one photo, every call they make, and the capacity
the table says these took. Estimated from it: the billed time, which is CPU time over the processors
that come with the function's memory, and a part of a second for storage. The worker also waits for
the function that renders, and the wait is billed. Lambda's processors are not this machine's: the
Lambda lines are orders of size. Not counted: traffic to viewers, which CloudFront
bills by the gigabyte, and a key of your own in KMS."""
import collections
import hashlib
import json
import os
import pathlib
import re
import statistics
import sys

import page
import stack
import transformed
from control_group import processors
from deployed import paused, put, unswept
from proxy import Proxy
from runtime import Function, RenderService, arrival, environment, event, memory_mb

# List prices in USD, us-east-1, x86-64, as known in early 2025; nothing was fetched: check them at
# https://calculator.aws before relying on a sum.
PRICES = {
    "Lambda GB-second": 0.0000166667,
    "Lambda request": 0.20e-6,
    "HTTP API request": 1.00e-6,
    "S3 PUT": 5.0e-6,
    "S3 GET": 0.4e-6,
    "S3 GB-month": 0.023,
    "SQS request": 0.40e-6,
    "write unit": 0.625e-6,
    "read unit": 0.125e-6,
    "Logs GB": 0.50,
    "event": 1.00e-6,
}
# Each month, after what is free for every account.
MONTHLY = {"alarm": 0.10, "metric": 0.30, "dashboard": 3.00, "secret": 0.40, "key": 1.00, "invalidation path": 0.005}
FREE = {"alarm": 10, "metric": 10, "dashboard": 3, "invalidation path": 1000}
PITR_GB_MONTH, LOGS_GB_MONTH = 0.20, 0.03
# Assumed: the seconds that a canary waits for its image, and what its image costs beside it, about as much as a
# small photo.
CANARY_SECONDS, CANARY_IMAGE, CANARY_RUNS = 10, 0.0003, 720
PHOTOS = 5
MEMORY_GB = {name: memory_mb(name) / 1024 for name in ("presign", "process", "render", "sweep")}
STORAGE_SECONDS = {"presign": 0.01, "process": 0.5, "render": 0.2, "sweep": 0.1}
# S3 sends a message for free. It is received and deleted; the third request is an empty poll.
SQS_REQUESTS = 3
LOG_BYTES = 4000
API_CALLS = 3


class Meter:
    """The cost of one step: processor seconds of its function, and calls and units counted by the proxy."""

    def __init__(self, proxy):
        self.proxy = proxy

    def of(self, function, request):
        self.proxy.calls.clear()
        self.proxy.units.clear()
        began = function.cpu_seconds()
        answer = function.invoke(request)
        return answer, Step(function.cpu_seconds() - began, dict(self.proxy.calls), dict(self.proxy.units))


class Step:
    """`rendering` is the processor time of the function that renders, which the step waits for."""

    def __init__(self, cpu, calls, units, rendering=0):
        self.cpu, self.calls, self.rendering = cpu, collections.Counter(calls), rendering
        self.reads, self.writes = units.get("read", 0), units.get("write", 0)

    def billed(self, name):
        cpu = self.rendering if name == "render" else self.cpu
        waited = self.billed("render") if name == "process" else 0
        return cpu / processors(MEMORY_GB[name] * 1024) + STORAGE_SECONDS[name] + waited

    def gets(self):
        return self.calls["s3.GET"] + self.calls["s3.HEAD"]


def middle(steps):
    """The median step: its medians, and the calls and units that most of them share."""
    calls = statistics.mode([tuple(sorted(s.calls.items())) for s in steps])
    step = Step(statistics.median(s.cpu for s in steps), dict(calls), {}, statistics.median(s.rendering for s in steps))
    step.reads, step.writes = (statistics.mode(getattr(s, kind) for s in steps) for kind in ("reads", "writes"))
    return step


def photos(meter, out, functions, photo, recipe):
    """Makes every variant of some photos; returns the median steps and the bytes stored for one."""
    presign, process, render = functions
    creates, works = [], []
    for number in range(PHOTOS):
        # Extra bytes after the end make a different original of the same picture.
        body = photo + f"{recipe}{number}".encode()
        wish = {"contentType": "image/jpeg", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "recipe": recipe}
        answer, step = meter.of(presign, event("http-create-base64", body=json.dumps(wish), isBase64Encoded=False))
        created = json.loads(answer["body"])
        creates.append(step)
        assert put(created["upload"], body) == 200
        began = render.cpu_seconds()
        answer, step = meter.of(process, arrival(out, created["upload"]))
        step.rendering = render.cpu_seconds() - began
        assert answer["batchItemFailures"] == [], answer
        works.append(step)
    described, read = meter.of(presign, event("http-unknown-image", rawPath="/images/" + created["id"]))
    assert json.loads(described["body"])["state"] == "ready", described
    stored = stack.client("s3").list_objects_v2(Bucket=out["VariantsBucketName"], Prefix=created["id"] + "/")
    assert len(stored["Contents"]) == 22
    return middle(creates[1:]), middle(works[1:]), read, sum(o["Size"] for o in stored["Contents"]) + len(body)


def lines(create, work, read, told):
    """USD for one photo, by line."""
    gb_s = PRICES["Lambda GB-second"]
    steps = (create, work, read, read, told)
    writes, reads = sum(s.writes for s in steps), sum(s.reads for s in steps)
    puts, gets = 1 + work.calls["s3.PUT"] + work.calls["s3.POST"], work.gets() + create.gets()
    api = create.billed("presign") + 2 * read.billed("presign")
    return {
        f"Lambda, render: {work.billed('render'):.1f} s at {memory_mb('render')} MB": work.billed("render") * MEMORY_GB["render"] * gb_s + PRICES["Lambda request"],
        f"Lambda, worker: {work.billed('process'):.1f} s at {memory_mb('process')} MB, of which it waits {work.billed('render'):.1f} s": work.billed("process") * MEMORY_GB["process"] * gb_s + PRICES["Lambda request"],
        f"S3, {puts} PUT or POST and {gets} GET or HEAD": puts * PRICES["S3 PUT"] + gets * PRICES["S3 GET"],
        f"DynamoDB, {writes:.0f} write and {reads:.0f} read units": writes * PRICES["write unit"] + reads * PRICES["read unit"],
        f"API and its function, {API_CALLS} calls": api * MEMORY_GB["presign"] * gb_s + API_CALLS * (PRICES["Lambda request"] + PRICES["HTTP API request"]),
        f"SQS, {SQS_REQUESTS} requests": SQS_REQUESTS * PRICES["SQS request"],
        f"logs, {LOG_BYTES / 1000:.0f} KB": LOG_BYTES / 1e9 * PRICES["Logs GB"],
        "EventBridge, 1 event": PRICES["event"],
    }


def metrics():
    """The names of all metrics that the functions write."""
    sources = "".join(
        path.read_text()
        for module in ("presign", "process", "render-function", "sweep")
        for path in (stack.ROOT / f"functions/{module}/src/main").rglob("*.java")
    )
    pairs = re.findall(r'(?:"([A-Z][A-Za-z]+)" : )?"([A-Z][A-Za-z]+)",\s*(?:new )?Measured', sources)
    return {name for pair in pairs for name in pair if name}


def beyond(kind, count):
    return max(0, count - FREE.get(kind, 0)) * MONTHLY[kind]


def monthly():
    """The fixed costs of a month, from the template with its default values."""
    template = transformed.template((stack.ROOT / "template.yaml").read_text())
    kinds = [r for r in template["Resources"].values() if r.get("Condition") != "InVirginia"]
    alarms = sum(r["Type"] == "AWS::CloudWatch::Alarm" for r in kinds)
    boards = sum(r["Type"] == "AWS::CloudWatch::Dashboard" for r in kinds)
    names = metrics()
    canary = template["Resources"]["CanaryFunction"]["Properties"]["MemorySize"] / 1024
    run = CANARY_SECONDS * canary * PRICES["Lambda GB-second"] + CANARY_IMAGE
    paths = FREE["invalidation path"]
    rows = [
        [f"{alarms} alarms (one more in us-east-1); {FREE['alarm']} of an account are free", f"{beyond('alarm', alarms):.2f}"],
        [f"{len(names)} metrics of its own; {FREE['metric']} of an account are free", f"{beyond('metric', len(names)):.2f}"],
        [f"{boards} dashboard; {FREE['dashboard']} of an account are free, each further one costs {MONTHLY['dashboard']:.2f}", f"{beyond('dashboard', boards):.2f}"],
        [f"`HourlyCanary=on`: {CANARY_RUNS} runs of {CANARY_SECONDS} s (assumed) at {canary:.1f} GB, and as many small images", f"{CANARY_RUNS * run:.2f}"],
        [f"the invalidations of these images: {CANARY_RUNS} paths; {paths:,} of an account are free, each further one costs {MONTHLY['invalidation path']}. Without free ones", f"0.00 to {CANARY_RUNS * MONTHLY['invalidation path']:.2f}"],
        ["the sweeper", "see above"],
        ["with `WebhookSecretName`: one secret", f"{MONTHLY['secret']:.2f}"],
        ["with `KmsKeyArn`: your key, and its requests", f"{MONTHLY['key']:.2f}"],
        ["point-in-time recovery of the table, for each GB", f"{PITR_GB_MONTH:.2f}"],
        ["storage of logs, for each GB; writing them costs " + f"{PRICES['Logs GB']:.2f} a GB once", f"{LOGS_GB_MONTH:.2f}"],
    ]
    page.replace("monthly", page.table(["each month", "USD"], rows), page.DEPLOY)


def main():
    if sys.argv[1:] == ["--monthly"]:
        return monthly()
    photo = pathlib.Path(sys.argv[1]).read_bytes()
    out = stack.outputs(sys.argv[2] if len(sys.argv) > 2 else "tintype")
    schedule = event("sweep-schedule")
    tables, sums, stored = {}, {}, {}
    with paused(out), unswept(out), Proxy(os.environ["LOCALSTACK_ENDPOINT"]) as proxy:
        settings, meter = environment(out, proxy.url), Meter(proxy)
        with (
            RenderService() as render,
            Function("presign", settings) as presign,
            Function("process", {**settings, **render.settings}) as process,
            Function("sweep", settings) as sweep,
        ):
            for recipe in ("fast", "default"):
                sweep.invoke(schedule)
                _, idle = meter.of(sweep, schedule)
                create, work, read, stored[recipe] = photos(meter, out, (presign, process, render), photo, recipe)
                _, told = meter.of(sweep, schedule)
                # The cost that one photo adds to a sweep; a sweep that was already running may have handled some.
                outcomes = told.calls["events.PutEvents"]
                assert outcomes >= 1, told.calls
                told.reads, told.writes = (told.reads - idle.reads) / outcomes, told.writes / outcomes
                tables[recipe] = lines(create, work, read, told)
                sums[recipe] = sum(tables[recipe].values())
    write(tables, sums, stored, idle, len(photo))


def write(tables, sums, stored, idle, photo_bytes):
    head = ["USD for 1,000 photos", "`fast`", "`default`"]
    names = zip(tables["fast"], tables["default"])
    rows = [[a if a == b else f"{a}; `default`: {b.split(': ')[-1]}", f"{tables['fast'][a] * 1000:.3f}", f"{tables['default'][b] * 1000:.3f}"] for a, b in names]
    rows.append(["**sum**", *(f"**{sums[r] * 1000:.2f}**" for r in ("fast", "default"))])
    rows.append(["storage, each month, originals included", *(f"{stored[r] / 1e6 * PRICES['S3 GB-month']:.2f}" for r in ("fast", "default"))])
    month = 43_200 * (idle.reads * PRICES["read unit"] + PRICES["Lambda request"] + idle.billed("sweep") * MEMORY_GB["sweep"] * PRICES["Lambda GB-second"])
    text = (
        f"A photo of {photo_bytes / 1e6:.1f} MB, 21 variants and a manifest each.\n\n{page.table(head, rows)}\n\n"
        f"When no photos arrive, the sweeper's 43,200 calls a month cost about {month:.2f} ({idle.reads:.0f} read units and {idle.billed('sweep'):.1f} s each)."
    )
    page.write("cost", text, page.BENCHMARKS, page.DEPLOY)


if __name__ == "__main__":
    main()
