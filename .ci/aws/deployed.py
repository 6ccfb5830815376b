"""A deployed stack as its clients see it. The API's function is called with the events that API Gateway
sends, because LocalStack's community edition has no HTTP API; everything behind it is the real stack."""
import contextlib
import hashlib
import json
import random
import struct
import time
import urllib.error
import urllib.request
import zlib

import stack


def png(width, height, seed):
    """A unique picture: a gradient with seeded noise, as an RGB PNG."""
    noise = random.Random(seed)
    rows = b"".join(
        b"\0"
        + bytes(
            value
            for x in range(width)
            for value in ((x * 255 // width + noise.randrange(8)) & 255, y * 255 // height, seed & 255)
        )
        for y in range(height)
    )

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )


def put(upload, body, **changed):
    """PUTs a body with an upload permission; returns the status."""
    headers = {**upload["headers"], **changed.pop("headers", {})}
    headers = {k: v for k, v in headers.items() if v is not None}
    request = urllib.request.Request(
        changed.pop("url", upload["url"]), data=body, method="PUT", headers=headers
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


@contextlib.contextmanager
def paused(out):
    """Stops the deployed worker from receiving messages, so that another one can be measured."""
    lambdas = stack.client("lambda")
    sources = lambdas.list_event_source_mappings(FunctionName=out["ProcessFunctionName"])["EventSourceMappings"]

    def switch(enabled):
        for source in sources:
            lambdas.update_event_source_mapping(UUID=source["UUID"], Enabled=enabled)
        wanted = "Enabled" if enabled else "Disabled"
        while any(lambdas.get_event_source_mapping(UUID=s["UUID"])["State"] != wanted for s in sources):
            time.sleep(0.3)

    switch(False)
    try:
        yield
    finally:
        switch(True)


@contextlib.contextmanager
def unswept(out):
    """Stops the schedule from calling the deployed sweeper."""
    events = stack.client("events")
    function = stack.client("lambda").get_function(FunctionName=out["SweepFunctionName"])["Configuration"]["FunctionArn"]
    rules = [
        rule
        for rule in events.list_rules()["Rules"]
        if any(t["Arn"].startswith(function) for t in events.list_targets_by_rule(Rule=rule["Name"])["Targets"])
    ]
    assert rules, "no schedule calls the sweeper"
    for rule in rules:
        events.disable_rule(Name=rule["Name"])
    try:
        yield
    finally:
        for rule in rules:
            events.enable_rule(Name=rule["Name"])


class Listener:
    """A queue on the stack's event bus that keeps every notification."""

    def __init__(self, platform):
        self.platform, self.sqs = platform, platform.sqs
        self.url = self.sqs.create_queue(QueueName=f"{platform.name}-heard-{time.time_ns()}")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events = stack.client("events")
        bus = platform.out["OutcomesBusName"]
        rule = f"all-{time.time_ns()}"
        events.put_rule(Name=rule, EventBusName=bus, EventPattern=json.dumps({"source": ["tintype"]}))
        events.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
        self.heard = []

    def collect(self):
        while messages := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.heard.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return self.heard

    def of(self, image_id):
        return [e for e in self.collect() if image_id in json.dumps(e["detail"])]

    def wait(self, image_id):
        """Lets the sweeper send notifications of outcomes until there is one of the image."""
        for _ in range(20):
            self.platform.sweep()
            if heard := self.of(image_id):
                return heard
            time.sleep(0.5)
        raise AssertionError(f"nobody was told of {image_id}")


class Platform:
    def __init__(self, name="tintype"):
        self.name = name
        self.out = stack.outputs(name)
        self.lambdas = stack.client("lambda")
        self.s3 = stack.client("s3")
        self.sqs = stack.client("sqs")
        self.dynamo = stack.client("dynamodb")

    def call(self, method, path, body=None, headers=None, authorizer=True):
        """Calls the API as an IAM role; returns status, headers and the body's JSON."""
        path, _, query = path.partition("?")
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "headers": {"content-type": "application/json", **(headers or {})},
            "queryStringParameters": dict(p.split("=", 1) for p in query.split("&") if p),
            "requestContext": {
                "accountId": "000000000000",
                "apiId": "api",
                "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test"},
                "requestId": "request",
                "routeKey": "$default",
                "stage": "$default",
                "time": "23/Nov/2026:12:00:00 +0000",
                "timeEpoch": 1795435200000,
            },
            "isBase64Encoded": False,
        }
        if authorizer:
            event["requestContext"]["authorizer"] = {
                "iam": {
                    "accessKey": "ASIATEST",
                    "accountId": "000000000000",
                    "callerId": "AROATEST:session",
                    "userArn": "arn:aws:sts::000000000000:assumed-role/uploader/session",
                    "userId": "AROATEST:session",
                }
            }
        if body is not None:
            event["body"] = json.dumps(body)
        answer = self.invoke(self.out["PresignFunctionName"] + ":live", event)
        text = answer.get("body") or ""
        return answer["statusCode"], answer.get("headers", {}), json.loads(text) if text else None

    def invoke(self, function, event):
        answer = self.lambdas.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        payload = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise RuntimeError(f"{function}: {payload}")
        return payload

    def create(self, body, media_type="image/png", **more):
        wish = {"contentType": media_type, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), **more}
        return self.call("POST", "/images", wish)

    def upload(self, body, media_type="image/png", **more):
        """Creates an image and uploads it; returns its id."""
        status, _, created = self.create(body, media_type, **more)
        assert status == 201, (status, created)
        status = put(created["upload"], body)
        assert status == 200, status
        return created["id"]

    def image(self, image_id):
        return self.call("GET", f"/images/{image_id}")

    def wait(self, image_id, seconds=90):
        """Polls until the version is final; returns the image."""
        end = time.monotonic() + seconds
        while True:
            _, _, image = self.image(image_id)
            if image["state"] in ("ready", "failed", "expired", "superseded"):
                return image
            assert time.monotonic() < end, f"{image_id} is still {image['state']}"
            time.sleep(0.3)

    def sweep(self):
        return self.invoke(self.out["SweepFunctionName"] + ":live", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})

    def files(self, image_id):
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.out["VariantsBucketName"], Prefix=image_id + "/"
        )
        return [o["Key"] for page in pages for o in page.get("Contents", [])]

    def read(self, key):
        return self.s3.get_object(Bucket=self.out["VariantsBucketName"], Key=key)["Body"].read()

    def notice(self, *keys, name="ObjectCreated:Put", bucket=None):
        """A storage event as S3 sends it."""
        return json.dumps(
            {
                "Records": [
                    {
                        "eventVersion": "2.1",
                        "eventSource": "aws:s3",
                        "awsRegion": stack.REGION,
                        "eventTime": "2026-11-23T12:00:00.000Z",
                        "eventName": name,
                        "s3": {
                            "s3SchemaVersion": "1.0",
                            "bucket": {"name": bucket or self.out["OriginalsBucketName"], "arn": "arn:aws:s3:::" + (bucket or self.out["OriginalsBucketName"])},
                            "object": {"key": key, "size": 1, "sequencer": "0"},
                        },
                    }
                    for key in keys
                ]
            }
        )

    def send(self, body):
        self.sqs.send_message(QueueUrl=self.out["JobsQueueUrl"], MessageBody=body)

    def waiting(self, queue="JobsQueueUrl"):
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.out[queue], AttributeNames=["All"])["Attributes"]
        return sum(int(attributes[a]) for a in attributes if a.startswith("ApproximateNumberOfMessages"))

    def __repr__(self):
        return f"Platform({self.name})"
