#!/usr/bin/env python3
"""Times the packaged functions under the real runtime client, each with the memory and the share of
the processors that the template gives it: `speed.py PHOTO [NAME]`, PHOTO a JPEG, NAME a deployed
stack. Writes the result into docs/benchmarks-aws.md."""
import hashlib
import json
import os
import pathlib
import socketserver
import statistics
import sys
import threading
import time

import page
import stack
from deployed import paused, put
from runtime import Function, RenderService, arrival, environment, event

STARTS = 7
WARM = 300
CALLS = 300


class InstantTable(socketserver.ThreadingTCPServer):
    """A DynamoDB stand-in that accepts every write at once, so that only our own time is measured. Its S3 has no file
    of own recipes."""

    allow_reuse_address = daemon_threads = True
    ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 2\r\n\r\n{}"
    NO_OBJECT = b"<Error><Code>NoSuchKey</Code></Error>"
    NOTHING = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/xml\r\ncontent-length: %d\r\n\r\n%s" % (len(NO_OBJECT), NO_OBJECT)

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % self.server_address[1]

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self):
            while line := self.rfile.readline():
                answer = InstantTable.NOTHING if line.startswith(b"GET ") else InstantTable.ANSWER
                length = 0
                while line.strip():
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                    line = self.rfile.readline()
                self.rfile.read(length)
                self.wfile.write(answer)


def milliseconds(call):
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def create(photo):
    body = {"contentType": "image/jpeg", "bytes": len(photo), "sha256": hashlib.sha256(photo).hexdigest()}
    return event("http-create-base64", body=json.dumps(body), isBase64Encoded=False)


def spread(values):
    ordered = sorted(values)
    return f"{statistics.median(ordered):.1f}", f"{ordered[int(len(ordered) * 0.99)]:.1f}"


def cold(settings, photo):
    starts, firsts = [], []
    for _ in range(STARTS):
        with Function("presign", settings, share=True) as presign:
            starts.append(presign.init_seconds * 1000)
            firsts.append(milliseconds(lambda: presign.invoke(create(photo)))[0])
    return statistics.median(starts), statistics.median(firsts)


def restored(settings, photo):
    """After a restore, the hooks of SnapStart have primed the function."""
    ready, firsts = [], []
    for _ in range(STARTS):
        with Function("presign", settings, share=True, snapshot=True) as presign:
            ready.append(presign.restore_seconds * 1000)
            firsts.append(milliseconds(lambda: presign.invoke(create(photo)))[0])
    return statistics.median(ready), statistics.median(firsts)


def warm(settings, request):
    """Times of calls after the first ones, during which the JVM still compiles."""
    with Function("presign", settings, share=True) as presign:
        limits = str(presign.group)
        for _ in range(WARM):
            presign.invoke(request)
        times = []
        for _ in range(CALLS):
            spent, answer = milliseconds(lambda: presign.invoke(request))
            assert answer["statusCode"] in (201, 404), answer
            times.append(spent)
        return spread(times), limits


def table_write(out):
    """The time that the stand-in's table takes to write a new image for another client."""
    table = stack.client("dynamodb")
    times = []
    for number in range(100):
        items = [
            {"Put": {"TableName": out["JobsTableName"], "Item": {"PK": {"S": f"IMG#speed{number}"}, "SK": {"S": sort}, "record": {"S": "x" * 700}}}}
            for sort in ("META", "V#0")
        ]
        times.append(milliseconds(lambda: table.transact_write_items(TransactItems=items))[0])
    return spread(times[20:])


def first_photo(out, settings, photo, snapshot):
    with Function("presign", settings) as presign:
        created = json.loads(presign.invoke(create(photo))["body"])
    assert put(created["upload"], photo) == 200
    with (
        RenderService(share=True) as render,
        Function("process", {**settings, **render.settings}, share=True, snapshot=snapshot) as process,
    ):
        first, answer = milliseconds(lambda: process.invoke(arrival(out, created["upload"])))
        assert answer["batchItemFailures"] == [], answer
        variants = stack.client("s3").list_objects_v2(Bucket=out["VariantsBucketName"], Prefix=created["id"])
        written = sorted(v["LastModified"] for v in variants["Contents"])
        starts = process.init_seconds * 1000, render.init_seconds * 1000
        return *starts, first, f"{process.group}; {render.now.group}", len(written)


def main():
    photo = pathlib.Path(sys.argv[1]).read_bytes()
    out = stack.outputs(sys.argv[2] if len(sys.argv) > 2 else "tintype")
    settings = environment(out, os.environ["LOCALSTACK_ENDPOINT"])
    instant = {**settings, "AWS_ENDPOINT_URL": InstantTable().url}
    start, first = cold(settings, photo)
    ready, primed = restored(settings, photo)
    assert primed < first, "the hooks of SnapStart primed nothing"
    nothing, limits = warm(instant, event("http-unknown-image", rawPath="/nowhere"))
    own, _ = warm(instant, create(photo))
    whole, _ = warm(settings, create(photo))
    with paused(out):
        process_start, render_start, process_first, limits_of_both, files = first_photo(out, settings, photo + b"\0", False)
        _, _, process_primed, _, _ = first_photo(out, settings, photo + b"\1", True)
    rows = [
        ("presign, cold: process started and ready", f"{start:.0f}", "", f"median of {STARTS}; {limits}"),
        ("presign, cold: first upload permission", f"{first:.0f}", "", f"median of {STARTS}"),
        ("presign, after a restore: ready", f"{ready:.0f}", "", f"median of {STARTS}; Lambda's own time to restore is not in it"),
        ("presign, after a restore: first upload permission", f"{primed:.0f}", "", f"median of {STARTS}"),
        ("presign, warm: a call that uses no other service", *nothing, "runtime client, event, route, answer"),
        ("presign, warm: an upload permission, with a table that responds at once", *own, "also record, request and signatures: **our own time**"),
        ("presign, warm: an upload permission, with LocalStack's table", *whole, "what a client of this setup sees"),
        ("LocalStack's table alone, the same write from another client", *table_write(out), "boto3"),
        ("process, cold: started and ready", f"{process_start:.0f}", "", f"once; {limits_of_both}"),
        ("render, cold: function and child started", f"{render_start:.0f}", "", "once"),
        (f"process and render, cold but started: first photo of {len(photo) / 1e6:.1f} MB, recipe default, {files} files", f"{process_first:.0f}", "", "once"),
        ("the same, `process` after a restore", f"{process_primed:.0f}", "", "once"),
    ]
    page.write("speed", page.table(["what", "p50 ms", "p99 ms", "how"], rows))


if __name__ == "__main__":
    main()
