#!/usr/bin/env python3
"""Hosts outside Lambda on LocalStack: `tintype serve --api-only` and `tintype worker`, with the queue in its SQS and the
files in its S3, which sends its events to the same queue, as docs/sqs.md says. Needs no deployed stack."""
import hashlib
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import stack
from deployed import png, put
from guide import ROOT

ENDPOINT = os.environ["LOCALSTACK_ENDPOINT"]
ACCOUNT = "000000000000"


class Program:
    """A command that runs until it is ended; `first` is the line that it prints when it is ready."""

    def __init__(self, arguments, environment, folder):
        self.log = folder / f"{arguments[0]}-{time.time_ns()}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [ROOT / "tintype", *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
            )
        line = self.process.stdout.readline()
        assert line, self.log.read_text()
        self.first = json.loads(line)

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)
        self.process.stdout.close()


class Hosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = f"hosts-{time.time_ns()}"
        cls.s3, cls.sqs = stack.client("s3"), stack.client("sqs")
        cls.originals, cls.variants = f"{cls.name}-originals", f"{cls.name}-variants"
        for bucket in (cls.originals, cls.variants):
            cls.s3.create_bucket(Bucket=bucket)
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.environment = {
            **os.environ,
            "TINTYPE_STORAGE": f"s3://{cls.originals},{cls.variants}?endpoint={ENDPOINT}",
            "TINTYPE_QUEUE": f"sqs://{cls.name}?endpoint={ENDPOINT}",
        }
        cls.made = cls.tintype("queue", "init")
        cls.events_to_the_queue()
        cls.api = cls.serve()
        cls.addClassCleanup(lambda: cls.api.end())
        cls.worker = Program(["worker", "--data", "data", "--workers", "1"], cls.environment, cls.folder)
        cls.addClassCleanup(cls.worker.end)

    @classmethod
    def serve(cls):
        return Program(["serve", "--api-only", "--port", "0", "--json", "--data", "data"], cls.environment, cls.folder)

    @classmethod
    def tintype(cls, *arguments):
        environment = dict(cls.environment)
        if hasattr(cls, "api"):
            environment.update(TINTYPE_URL=cls.api.first["url"], TINTYPE_TOKEN=cls.api.first["token"])
        done = subprocess.run([ROOT / "tintype", *arguments], cwd=cls.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    @classmethod
    def events_to_the_queue(cls):
        """The command of the page."""
        command = re.search(r"```sh\n(aws s3api .*?)```", (ROOT / "docs/sqs.md").read_text(), re.S)[1]
        for word, value in {"ORIGINALS": cls.originals, "REGION": stack.REGION, "ACCOUNT": ACCOUNT, "QUEUE": cls.name}.items():
            command = re.sub(rf"\b{word}\b", value, command)
        subprocess.run(["bash", "-c", command], check=True, env={**os.environ, "AWS_ENDPOINT_URL": ENDPOINT})

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.api.first["url"] + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"authorization": "Bearer " + self.api.first["token"], "content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def create(self, body):
        wish = {"contentType": "image/png", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "recipe": "fast"}
        return self.call("POST", "/images", wish)

    def until(self, what, condition, seconds=120):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, f"{what}: {self.worker.log.read_text()[-3000:]}")
            time.sleep(0.3)

    def messages(self, suffix=""):
        """The messages in a queue, hidden and delayed ones too."""
        url = self.sqs.get_queue_url(QueueName=self.name + suffix)["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return sum(int(value) for name, value in attributes.items() if name.startswith("ApproximateNumberOfMessages"))

    def published(self, image_id):
        found = self.s3.list_objects_v2(Bucket=self.variants, Prefix=image_id + "/").get("Contents", [])
        return any(o["Key"].endswith("/manifest.json") for o in found)

    def test_queue_init_makes_three_queues_and_doctor_finds_them(self):
        self.assertEqual({f"The queue {self.name}{s} was made." for s in ("", "-bulk", "-dead")}, set(self.made.splitlines()))
        self.assertIn("is there", self.tintype("queue", "init"))
        said = subprocess.run([ROOT / "tintype", "doctor", "--scratch", self.folder], env=self.environment, capture_output=True, text=True)
        for suffix in ("", "-bulk", "-dead"):
            self.assertIn(f"SQS queue {self.name}{suffix}: about ", said.stdout + said.stderr)
        self.assertIn(f"{self.name} moves a message to the dead letters after 50 receives", said.stdout)

    def test_an_upload_becomes_ready_and_is_made_again_as_bulk_work(self):
        (self.folder / "photo.png").write_bytes(png(300, 200, time.time_ns() & 0xFFFFFF))
        told = json.loads(self.tintype("upload", "photo.png", "--recipe", "fast", "--json").splitlines()[-1])
        self.assertEqual("ready", told["state"], told)
        image_id = told["id"]
        self.call("POST", f"/images/{image_id}/reprocess", {"recipe": "default", "lane": "bulk"})
        self.until("the bulk work is made", lambda: self.call("GET", f"/images/{image_id}?recipe=default")["state"] == "ready")
        self.until("no message is left", lambda: self.messages() + self.messages("-bulk") == 0)

    def test_s3_announces_an_upload_while_no_server_runs(self):
        """So nobody but the worker that reads the event can have made the image."""
        body = png(200, 300, time.time_ns() & 0xFFFFFF)
        created = self.create(body)
        self.api.end()
        self.assertEqual(200, put(created["upload"], body))
        self.until("the image is published", lambda: self.published(created["id"]))
        type(self).api = self.serve()
        self.assertEqual("ready", self.call("GET", f"/images/{created['id']}")["state"])
        self.until("the events are answered", lambda: self.messages() == 0)
        self.assertEqual(0, self.messages("-dead"), "a test event of S3 is no dead letter")

    def test_what_nobody_can_read_is_a_dead_letter(self):
        """The name sorts after the other tests, as unittest runs them."""
        self.sqs.send_message(QueueUrl=self.sqs.get_queue_url(QueueName=self.name)["QueueUrl"], MessageBody="no JSON")
        self.until("it is set aside", lambda: self.messages() == 0)
        self.until("the server has looked at it", lambda: "deadletter.unreadable" in self.api.log.read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
