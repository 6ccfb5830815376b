#!/usr/bin/env python3
"""The canary of the deployed stack, on LocalStack: `canary.py [NAME]`, with the stack NAME deployed.

LocalStack's community edition makes an empty placeholder of a custom resource. So these tests send the requests that
CloudFormation would send, and read the answers from a signed URL of a bucket, as CloudFormation does. What
CloudFormation does with an answer is not tested. There is no HTTP API and no CloudFront either: the function calls
the API's function, and reads the public files from their bucket."""
import contextlib
import json
import os
import sys
import time
import unittest

import boto3
from botocore.config import Config

import stack
from deployed import Platform

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
ENDPOINT = os.environ["LOCALSTACK_ENDPOINT"]
# Longer than the function's timeout.
SECONDS = 540
HOURLY = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}


@contextlib.contextmanager
def changed(lambdas, function, timeout=None, **variables):
    """Changes the environment and the timeout of a function."""
    before = lambdas.get_function_configuration(FunctionName=function)
    old = before["Environment"]["Variables"]

    def put(values, seconds):
        kept = {name: value for name, value in values.items() if value is not None}
        lambdas.update_function_configuration(
            FunctionName=function, Environment={"Variables": kept}, Timeout=seconds
        )
        lambdas.get_waiter("function_updated_v2").wait(FunctionName=function, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    put({**old, **variables}, timeout or before["Timeout"])
    try:
        yield
    finally:
        put(old, before["Timeout"])


class Canary(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(NAME)
        cls.bucket = f"{NAME}-cloudformation"
        cls.platform.s3.create_bucket(Bucket=cls.bucket)
        cls.patient = boto3.client(
            "lambda",
            endpoint_url=ENDPOINT,
            region_name=stack.REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(read_timeout=SECONDS, retries={"max_attempts": 3}),
        )
        # On a busy machine the first start may take longer than the canary waits for an answer.
        cls.platform.call("GET", "/images")
        cls.function = cls.platform.out["CanaryFunctionName"]
        cls.settings = {
            "TINTYPE_API_URL": None,
            "TINTYPE_PUBLIC_URL": f"{ENDPOINT}/{cls.platform.out['VariantsBucketName']}",
        }

    def ask(self, kind, **properties):
        """Sends a request as CloudFormation does; returns the answer."""
        s3, key = self.platform.s3, f"answer-{time.time_ns()}"
        event = {
            "RequestType": kind,
            "ResponseURL": s3.generate_presigned_url("put_object", Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=3600),
            "StackId": f"arn:aws:cloudformation:us-east-1:000000000000:stack/{NAME}/1",
            "RequestId": f"request-{key}",
            "ResourceType": "Custom::Canary",
            "LogicalResourceId": "Canary",
            "ResourceProperties": {"ServiceToken": "arn", "MaxConcurrency": "3", **properties},
        }
        if kind != "Create":
            event["PhysicalResourceId"] = "tintype-canary"
        self.call(event)
        answer = json.loads(s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        self.assertEqual((event["StackId"], event["RequestId"], "Canary", "tintype-canary"),
                         tuple(answer[name] for name in ("StackId", "RequestId", "LogicalResourceId", "PhysicalResourceId")))
        return answer

    def call(self, event):
        answer = self.patient.invoke(FunctionName=self.function, Payload=json.dumps(event).encode())
        payload = json.loads(answer["Payload"].read())
        self.assertNotIn("FunctionError", answer, payload)
        return payload

    def images(self):
        return self.platform.call("GET", "/images")[2]["images"]

    def test_a_deployment_is_answered_after_an_image_became_ready_and_was_erased(self):
        p = self.platform
        before = {image["id"] for image in self.images()}
        with changed(p.lambdas, self.function, **self.settings):
            answer = self.ask("Create")
            self.assertEqual("SUCCESS", answer["Status"], answer)
            self.assertIn("memory cap", answer["Data"]["Sandbox"])
            self.assertEqual("SUCCESS", self.ask("Update")["Status"])
            self.assertEqual({"ready": True}, self.call(HOURLY))
        self.assertEqual(before, {image["id"] for image in self.images()})
        left = p.s3.list_objects_v2(Bucket=p.out["VariantsBucketName"]).get("Contents", [])
        self.assertEqual(set(), {o["Key"].split("/")[0] for o in left} - before)

    def test_a_concurrency_that_the_account_cannot_serve_is_refused_with_the_highest_value(self):
        with changed(self.platform.lambdas, self.function, **self.settings):
            answer = self.ask("Create", MaxConcurrency="499")
        self.assertEqual("FAILED", answer["Status"])
        self.assertIn("the highest value allowed is 498", answer["Reason"])

    def test_a_stack_that_is_deleted_is_not_checked(self):
        self.assertEqual("SUCCESS", self.ask("Delete")["Status"])

    def test_a_stack_whose_renderer_cannot_start_fails_its_deployment(self):
        p = self.platform
        # The function reserves two minutes of its time to erase the image and to answer.
        with (
            changed(p.lambdas, self.function, timeout=200, **self.settings),
            changed(p.lambdas, p.out["RenderFunctionName"], TINTYPE_SANDBOX="nonsense"),
        ):
            answer = self.ask("Create")
        self.assertEqual("FAILED", answer["Status"], answer)
        self.assertRegex(answer["Reason"], "Waiting until image [0-9A-Z]{26} is ready failed for [0-9]+ s: its state is ")
        self.assertIn(f"/tintype/{NAME}", answer["Reason"])

    def test_a_stack_whose_public_files_cannot_be_read_fails_its_deployment(self):
        settings = {**self.settings, "TINTYPE_PUBLIC_URL": f"{ENDPOINT}/no-such-bucket"}
        with changed(self.platform.lambdas, self.function, **settings):
            answer = self.ask("Create")
        self.assertEqual("FAILED", answer["Status"], answer)
        self.assertIn("manifest.json failed for", answer["Reason"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
