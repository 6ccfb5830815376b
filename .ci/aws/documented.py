#!/usr/bin/env python3
"""Follows docs/deploy.md on LocalStack, with the commands that the page shows: `documented.py NAME`.

`sam deploy --guided` deploys the stack NAME from a copy of the folder, and every answer but the stack's name is
empty. Then the first image is uploaded. Three things differ from an account. The artifacts in functions/*/target
are used as they are, so Maven does not build again. LocalStack cannot run the SAM transform on this template, so
the copy holds the transformed one. And LocalStack has no HTTP API, so a small server stands in for it: it checks
the signature of each request, as API Gateway does, and calls the API's function."""
import contextlib
import http.server
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from samtranslator.yaml_helper import yaml_parse

import stack
import transformed
from deployed import Platform, png
from guide import ROOT, blocks, commands

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
KEY, SECRET, TOKEN = "AKIATEST", "a-secret", "a-session-token"


def replaced(pattern, by, script):
    """A script with the one line changed that cannot be run here as it is."""
    script, found = re.subn(pattern, by, script)
    assert found == 1, f"{found} lines match {pattern}"
    return script


def signed(request, region, token):
    """Whether a request carries the signature that API Gateway expects of KEY."""
    found = request.headers.get("authorization", "")
    names = re.search(r"SignedHeaders=([^,]+)", found)
    if not names or f"Credential={KEY}/" not in found:
        return False
    length = int(request.headers.get("content-length", 0))
    request.body = request.rfile.read(length) if length else b""
    host = request.headers["host"]
    again = AWSRequest(request.command, f"http://{host}{request.path}", data=request.body)
    for name in names[1].split(";"):
        if name not in ("host", "x-amz-date"):
            again.headers[name] = request.headers[name]
    stamp = request.headers["x-amz-date"]
    signer = SigV4Auth(Credentials(KEY, SECRET), "execute-api", region)
    again.context["timestamp"] = stamp
    again.headers["X-Amz-Date"] = stamp
    canonical = signer.canonical_request(again)
    expected = signer.signature(signer.string_to_sign(again, canonical), again)
    if token and request.headers.get("x-amz-security-token") != token:
        return False
    return found.endswith(f"Signature={expected}")


@contextlib.contextmanager
def front(platform, region, token):
    """Stands in for the HTTP API; yields its URL."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            self.body = b""
            if not signed(self, region, token):
                return self.reply(403, {"message": "Forbidden"})
            status, _, body = platform.call(self.command, self.path, json.loads(self.body) if self.body else None)
            self.reply(status, body)

        def reply(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def copy_to(folder):
    """Copies what the documented commands need, with the transformed template in place of the source."""
    shutil.copy(ROOT / "samconfig.toml", folder)
    for path in sorted({*ROOT.glob("functions/*/target/*.zip"), ROOT / "layers/libvips/build"}):
        to = folder / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if path.is_dir() else shutil.copy)(path, to)
    template = transformed.template((ROOT / "template.yaml").read_text())
    for resource in template["Resources"].values():
        for name in ("Code", "Content"):
            place = resource["Properties"].get(name)
            if isinstance(place, dict) and place.get("S3Bucket") == "stand-in":
                resource["Properties"][name] = place["S3Key"]
    (folder / "template.yaml").write_text(json.dumps(template))


def answer_prompts(command, folder, name, seconds=600):
    """Runs a command on a terminal. Answers the stack's name, then nothing; returns all that it printed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ["AWS_ENDPOINT_URL"] = os.environ["LOCALSTACK_ENDPOINT"]
        os.execvp("bash", ["bash", "-c", command])
    said, answered, end = "", 0, time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 3)[0]:
                try:
                    said += os.read(terminal, 65536).decode(errors="replace")
                except OSError:  # the terminal is gone: the command has ended
                    _, status = os.waitpid(pid, 0)
                    return os.waitstatus_to_exitcode(status), said
            elif said[answered:].rstrip().endswith("]:"):
                line = said.splitlines()[-1]
                answered = len(said)
                answer = name if "Stack Name" in line else "y" if "Deploy this changeset" in line else ""
                os.write(terminal, f"{answer}\n".encode())
    finally:
        os.close(terminal)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None, said


class Deploying(unittest.TestCase):
    def test_a_guided_deployment_with_empty_answers_succeeds(self):
        lines = [line.split("#")[0].strip() for line in commands("Deploy").splitlines()]
        self.assertEqual(["layers/libvips/make", "mvn"], [line.split()[0] for line in lines[:2]], "these build")
        self.assertEqual(["sam build", "sam deploy --guided"], lines[2:])
        with tempfile.TemporaryDirectory() as folder:
            copy_to(pathlib.Path(folder))
            subprocess.run(["bash", "-c", lines[2]], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            status, said = answer_prompts(lines[3], folder, NAME)
        self.assertEqual(0, status, said[-3000:])
        for parameter in yaml_parse((ROOT / "template.yaml").read_text())["Parameters"]:
            self.assertIn(f"Parameter {parameter}", said, "every parameter is asked for")
        self.assertIn("ApiUrl", stack.outputs(NAME))


class Documented(unittest.TestCase):
    def follow(self, **environment):
        """Runs the commands of the first image as the page shows them, then asks until the image is ready."""
        platform = Platform(NAME)
        token = environment.get("AWS_SESSION_TOKEN", "")
        with tempfile.TemporaryDirectory() as folder, front(platform, "eu-west-1", token) as url:
            (pathlib.Path(folder) / "photo.jpg").write_bytes(png(640, 480, 21 + bool(token)))
            script = replaced(r"(?m)^api=.*$", f"api={url}", commands("The first image"))
            last = script.strip().splitlines()[-1]
            script += f"for _ in $(seq 300); do sleep 1; {last}; done\n"
            process = subprocess.Popen(
                ["bash", "-eu", "-o", "pipefail", "-c", script],
                cwd=folder,
                stdout=subprocess.PIPE,
                text=True,
                env={"PATH": os.environ["PATH"], "HOME": folder, "AWS_EC2_METADATA_DISABLED": "true", **environment},
            )
            said = ""
            try:
                for line in iter(lambda: process.stdout.read(1), ""):
                    said += line
                    if '"state": "ready"' in said:
                        return said
            finally:
                process.kill()
                process.stdout.close()
                process.wait()
            self.fail(f"the image did not become ready: {said[-2000:]}")

    def test_the_first_image_with_a_role(self):
        self.follow(AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_SESSION_TOKEN=TOKEN)

    def test_the_first_image_with_a_users_key_which_has_no_token(self):
        self.follow(AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET)

    def test_the_region_may_come_from_the_profile(self):
        self.follow(AWS_DEFAULT_REGION="eu-west-1", AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET)


def book(name):
    """A recipe file with one recipe."""
    recipe = {"name": name, "sizes": [16], "formats": {"jpeg": [{"quality": 70, "effort": 0}]}}
    return json.dumps({"recipes": [{**recipe, "background": "#ffffff", "animation": False}]})


class Recipes(unittest.TestCase):
    """The section "Your own recipes"; its last commands, those of "Taking it down", remove the bucket."""

    BUILT_IN = ["default", "fast"]

    def run_documented(self, script, text=None):
        """Runs a script after the lines of the first image that find the API and sign; returns its last words."""
        with tempfile.TemporaryDirectory() as folder, front(Platform(NAME), "us-east-1", "") as url:
            (pathlib.Path(folder) / "recipes.json").write_text(text or "")
            prelude = replaced(r"(?m)^api=.*$", f"api={url}", commands("The first image").split("answer=")[0])
            done = subprocess.run(
                ["bash", "-eu", "-o", "pipefail", "-c", prelude + script.replace("--stack-name tintype ", f"--stack-name {NAME} ")],
                cwd=folder,
                capture_output=True,
                text=True,
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": folder,
                    "AWS_REGION": "us-east-1",
                    "AWS_DEFAULT_REGION": "us-east-1",
                    "AWS_ACCESS_KEY_ID": KEY,
                    "AWS_SECRET_ACCESS_KEY": SECRET,
                    "AWS_ENDPOINT_URL": os.environ["LOCALSTACK_ENDPOINT"],
                },
            )
            self.assertEqual(0, done.returncode, done.stderr)
            return done.stdout

    def in_force(self):
        _, _, shown = Platform(NAME).call("GET", "/recipes")
        return [recipe["name"] for recipe in shown["recipes"]]

    def assert_in_force(self, names, seconds=60):
        end = time.monotonic() + seconds
        while self.in_force() != names:
            self.assertLess(time.monotonic(), end, f"{names} are not in force within a minute")
            time.sleep(2)

    def test_recipes_are_stored_shown_and_taken_back(self):
        store, back, remove = blocks("Your own recipes")
        self.assert_in_force(self.BUILT_IN)
        for name in ("first", "second"):
            self.assertIn('"recipes"', self.run_documented(store, book(name)))
            self.assert_in_force([*self.BUILT_IN, name])
        found = store.splitlines()[0] + "\n"
        listed = self.run_documented(found + back)
        self.assertGreaterEqual(len([line for line in listed.splitlines() if "\t" in line]), 2, listed)
        self.assert_in_force([*self.BUILT_IN, "first"])
        self.run_documented(found + remove)
        self.assert_in_force(self.BUILT_IN)

    def test_when_the_stack_is_gone_the_bucket_can_be_removed(self):
        """The name sorts after the other test, as unittest runs them."""
        bucket = stack.outputs(NAME)["ConfigBucketName"]
        block = next(block for block in blocks("Taking it down") if "config=" in block)
        lines = [line for line in block.splitlines() if "config" in line]
        script = replaced(r"(?m)^config=.*$", f"config={bucket}", "\n".join(lines) + "\n")
        self.run_documented(script)
        self.assertNotIn(bucket, [b["Name"] for b in stack.client("s3").list_buckets()["Buckets"]])


if __name__ == "__main__":
    unittest.main()
