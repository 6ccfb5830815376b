#!/usr/bin/env python3
"""Replays every file of events/ through the packaged functions under the real runtime client, beside
the deployed stack: `replay_events.py [NAME]`."""
import hashlib
import json
import os
import sys
import unittest

import stack
from deployed import png, put
from runtime import ROOT, Function, environment

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.out = stack.outputs(NAME)
        cls.settings = environment(cls.out, os.environ["LOCALSTACK_ENDPOINT"])
        cls.functions, cls.replayed = {}, set()

    @classmethod
    def tearDownClass(cls):
        for function in cls.functions.values():
            function.close()
        left = {path.stem for path in (ROOT / "events").glob("*.json")} - cls.replayed
        assert not left, f"never replayed: {left}"

    def function(self, name):
        """One environment per function, so that one event does not disturb the next."""
        if name not in self.functions:
            self.functions[name] = Function(name, self.settings)
        return self.functions[name]

    def event(self, name):
        self.replayed.add(name)
        text = (ROOT / f"events/{name}.json").read_text()
        return json.loads(text.replace("@ORIGINALS@", self.out["OriginalsBucketName"]))

    def http(self, name):
        answer = self.function("presign").invoke(self.event(name))
        return answer["statusCode"], json.loads(answer["body"]) if answer.get("body") else None

    def test_http_calls(self):
        status, first = self.http("http-create")
        self.assertEqual(201, status)
        self.assertEqual({"content-type", "if-none-match", "x-amz-checksum-sha256"}, set(first["upload"]["headers"]))
        self.assertEqual(first["id"], self.http("http-create")[1]["id"], "the same idempotency key")
        status, second = self.http("http-create-base64")
        self.assertEqual(201, status)
        self.assertNotEqual(first["id"], second["id"])
        status, problem = self.http("http-create-heic")
        self.assertEqual(415, status, problem)
        self.assertEqual(200, self.http("http-list")[0])
        self.assertEqual(404, self.http("http-unknown-image")[0])
        self.assertEqual(401, self.http("http-no-caller")[0])

    def test_jwt_scopes_are_read(self):
        with Function("presign", {**self.settings, "TINTYPE_AUTH": "JWT"}) as jwt:
            self.assertEqual(200, jwt.invoke(self.event("http-recipes-jwt"))["statusCode"])
            self.assertEqual(401, jwt.invoke(self.event("http-list"))["statusCode"], "an IAM caller")

    SAID = {
        "process-put": "arrival.unknown",
        "process-multipart": "arrival.unknown",
        "process-duplicate": "arrival.unknown",
        "process-job": "process.unknown",
        "process-odd-keys": "not an original's key: originals/red flower.jpg",
        "process-foreign-bucket": "bucket somebody-elses",
        "process-removed": "event ObjectRemoved:Delete",
        "process-test-event": "a test event of S3",
        "process-nonsense": "receive.unreadable",
    }

    def test_queue_messages_are_acknowledged_for_their_own_reason(self):
        names = sorted(path.stem for path in (ROOT / "events").glob("process-*.json"))
        self.assertEqual(sorted(self.SAID), names)
        for name in names:
            with self.subTest(name):
                before = len(self.function("process").text())
                answer = self.function("process").invoke(self.event(name))
                self.assertEqual([], answer["batchItemFailures"])
                self.assertIn(self.SAID[name], self.function("process").text()[before:])

    def test_an_arrival_is_worked_on_in_the_same_invocation(self):
        body = png(200, 150, os.getpid())
        create = self.event("http-create")
        create["body"] = json.dumps(
            {"contentType": "image/png", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        )
        del create["headers"]["idempotency-key"]
        created = json.loads(self.function("presign").invoke(create)["body"])
        self.assertEqual(200, put(created["upload"], body))
        key = "originals/" + created["upload"]["url"].split("/originals/")[1].split("?")[0]
        arrival = json.loads(json.dumps(self.event("process-put")).replace(
            "originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "b" * 64, key))
        for _ in range(2):
            answer = self.function("process").invoke(arrival)
        described = self.event("http-unknown-image")
        described["rawPath"] = "/images/" + created["id"]
        image = json.loads(self.function("presign").invoke(described)["body"])
        self.assertIn(image["state"], ("ready", "processing"))
        if image["state"] == "ready":
            self.assertEqual([], answer["batchItemFailures"])

    def test_an_order_that_cannot_be_fetched_says_nothing_about_the_image(self):
        render = self.function("render-function")
        order = self.event("render-order")
        said = render.invoke(order)
        self.assertEqual("unavailable", said["outcome"])
        self.assertIn("this renderer makes", said["detail"])
        order["revision"] = said["detail"].split("this renderer makes ")[1].split(",")[0]
        said = render.invoke(order)
        self.assertEqual("unavailable", said["outcome"])
        self.assertIn("the transfer failed", said["detail"])
        self.assertEqual("unavailable", render.invoke({"v": 2})["outcome"])

    def test_the_function_that_renders_describes_its_sandbox(self):
        said = self.function("render-function").invoke(self.event("render-describe"))
        self.assertEqual("described", said["outcome"], said)
        self.assertTrue(said["cleanEnvironment"], said)
        self.assertGreater(said["memoryCap"], 0, said)
        self.assertEqual("prefer", said["sandbox"], said)

    def test_schedule_and_dead_letters(self):
        sweep = self.function("sweep")
        self.assertIn("found", sweep.invoke(self.event("sweep-schedule")))
        self.assertEqual([], sweep.invoke(self.event("sweep-dead-letters"))["batchItemFailures"])

    def test_every_line_of_the_log_is_json(self):
        function = self.function("sweep")
        function.invoke(self.event("sweep-schedule"))
        lines = [l for l in function.text().splitlines() if l and not l.startswith("Picked up JAVA_TOOL_OPTIONS")]
        self.assertTrue(lines)
        for line in lines:
            json.loads(line)


if __name__ == "__main__":
    unittest.main(verbosity=2)
