#!/usr/bin/env python3
"""The deployed stack, end to end, on LocalStack: `end_to_end.py [NAME]`, with the stack NAME deployed.
The test of the killed worker takes two minutes, because its lease must expire."""
import base64
import contextlib
import hmac
import http.server
import json
import os
import pathlib
import queue
import signal
import sys
import threading
import time
import unittest
import urllib.parse
import urllib.request

from deployed import Listener, Platform, paused, png, put, unswept
from proxy import Proxy
from runtime import Function, RenderService, arrival, environment, event

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
ENDPOINT = os.environ["LOCALSTACK_ENDPOINT"]
FILES = 22


class EndToEnd(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(NAME)
        # The function may still have been starting when the bucket's test event arrived: the event stays hidden.
        cls.hidden = cls.platform.waiting("JobsQueueUrl")
        cls.listener = Listener(cls.platform)

    def test_a_photo_becomes_ready_with_every_file(self):
        p = self.platform
        image_id = p.upload(png(900, 600, 1), name="a photo")
        image = p.wait(image_id)
        self.assertEqual("ready", image["state"])
        files = p.files(image_id)
        self.assertEqual(FILES, len(files))
        manifest = json.loads(p.read(next(f for f in files if f.endswith("manifest.json"))))
        self.assertEqual(21, len(manifest["variants"]))
        for variant in manifest["variants"]:
            self.assertEqual(variant["bytes"], len(p.read(variant["url"])))
        head = p.s3.head_object(Bucket=p.out["VariantsBucketName"], Key=manifest["variants"][0]["url"])
        self.assertEqual("public, max-age=31536000, immutable", head["CacheControl"])
        self.assertEqual({"image.ready"}, {e["detail-type"] for e in self.listener.wait(image_id)})

    def test_a_cut_off_file_fails_at_once_and_leaves_nothing(self):
        p = self.platform
        image_id = p.upload(png(300, 300, 2)[:-500])
        image = p.wait(image_id)
        self.assertEqual(("failed", "truncated"), (image["state"], image["reason"]))
        self.assertEqual([], p.files(image_id))
        self.assertEqual({"image.failed"}, {e["detail-type"] for e in self.listener.wait(image_id)})

    def test_text_named_png_is_refused(self):
        image = self.platform.wait(self.platform.upload(b"3 2\n1 2 3\n4 5 6\n"))
        self.assertEqual(("failed", "unsupported_format"), (image["state"], image["reason"]))

    def test_the_same_key_answers_the_same_image_and_another_body_is_refused(self):
        p = self.platform
        body, key = png(20, 20, 3), {"idempotency-key": f"key-{time.time_ns()}"}
        wish = {"contentType": "image/png", "bytes": len(body), "sha256": "ab" * 32}
        first = p.call("POST", "/images", wish, key)
        again = p.call("POST", "/images", wish, key)
        self.assertEqual((201, first[2]["id"]), (again[0], again[2]["id"]))
        self.assertEqual(422, p.call("POST", "/images", {**wish, "sha256": "cd" * 32}, key)[0])

    def test_nobody_is_let_in_without_proof(self):
        self.assertEqual(401, self.platform.call("GET", "/images", authorizer=False)[0])

    def test_every_tampered_upload_is_refused(self):
        p = self.platform
        body = png(40, 40, 4)
        other = bytes([body[0] ^ 1]) + body[1:]
        _, _, created = p.create(body)
        upload = created["upload"]
        key = urllib.parse.urlsplit(upload["url"])
        expired = urllib.parse.urlunsplit(key._replace(query=key.query.replace("X-Amz-Expires=", "X-Amz-Expires=1")))
        grid = {
            "another type": put(upload, body, headers={"content-type": "image/jpeg"}),
            "no type": put(upload, body, headers={"content-type": ""}),
            "another checksum": put(upload, body, headers={"x-amz-checksum-sha256": "A" * 43 + "="}),
            "no checksum": put(upload, body, headers={"x-amz-checksum-sha256": None}),
            "no if-none-match": put(upload, body, headers={"if-none-match": None}),
            "a tag to match": put(upload, body, headers={"if-none-match": '"x"'}),
            "one byte more": put(upload, body + b"\0"),
            "one byte less": put(upload, body[:-1]),
            "as long, other bytes": put(upload, other),
            "another key": put(upload, body, url=upload["url"].replace("/originals/0", "/originals/1", 1)),
            "a longer life": put(upload, body, url=expired),
        }
        self.assertEqual([], [name for name, status in grid.items() if status < 400], grid)
        self.assertEqual(200, put(upload, body))
        self.assertEqual(412, put(upload, body), "a replay")
        self.assertEqual("ready", p.wait(created["id"])["state"])

    def test_a_browser_may_send_exactly_the_signed_headers(self):
        url = self.platform.create(png(10, 10, 5))[2]["upload"]["url"]

        def preflight(headers, origin="https://localhost"):
            request = urllib.request.Request(
                url,
                method="OPTIONS",
                headers={
                    "Origin": origin,
                    "Access-Control-Request-Method": "PUT",
                    "Access-Control-Request-Headers": headers,
                },
            )
            try:
                with urllib.request.urlopen(request) as answer:
                    return answer.headers.get("Access-Control-Allow-Origin")
            except urllib.error.HTTPError:
                return None

        self.assertEqual("https://localhost", preflight("content-type,if-none-match,x-amz-checksum-sha256"))
        self.assertIsNone(preflight("content-type,x-amz-acl"))
        self.assertIsNone(preflight("content-type", "https://elsewhere.example"))

    def test_foreign_and_odd_messages_are_acknowledged(self):
        p = self.platform
        for body in (
            json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "x"}),
            p.notice("originals/x", bucket="somebody-elses"),
            p.notice("originals/a+b%20c%2Bd", name="ObjectRemoved:Delete"),
            p.notice("originals/..%2F%2e%2e"),
            "no JSON",
        ):
            p.send(body)
        self.until_empty("JobsQueueUrl")
        self.assertEqual(0, p.waiting("DeadLetterQueueUrl"))

    def until_empty(self, queue, seconds=60):
        end = time.monotonic() + seconds
        while self.platform.waiting(queue) > (self.hidden if queue == "JobsQueueUrl" else 0):
            self.assertLess(time.monotonic(), end, f"{queue} is not empty")
            time.sleep(0.5)

    def test_dead_letters_are_retired(self):
        p = self.platform
        body = png(30, 30, 6)
        _, _, created = p.create(body)
        for letter in (
            json.dumps({"v": 1, "imageId": created["id"], "version": created["version"], "cause": "upload"}),
            p.notice("originals/nothing"),
            "no JSON",
        ):
            p.sqs.send_message(QueueUrl=p.out["DeadLetterQueueUrl"], MessageBody=letter)
        self.until_empty("DeadLetterQueueUrl")

    def test_an_erased_image_is_gone(self):
        p = self.platform
        image_id = p.upload(png(50, 50, 7))
        self.assertEqual("ready", p.wait(image_id)["state"])
        self.assertEqual(202, p.call("DELETE", f"/images/{image_id}")[0])
        self.assertEqual(410, p.image(image_id)[0])
        for _ in range(10):
            p.sweep()
            if not p.files(image_id):
                break
            time.sleep(0.5)
        self.assertEqual([], p.files(image_id))
        originals = p.s3.list_objects_v2(Bucket=p.out["OriginalsBucketName"], Prefix=f"originals/{image_id}/")
        self.assertEqual(0, originals["KeyCount"])


class LostAnswers(unittest.TestCase):
    def test_a_put_whose_answer_was_lost_is_known_again_by_its_name(self):
        p = Platform(NAME)
        body = png(500, 400, time.time_ns() & 0xFFFF)
        with paused(p.out), Proxy(ENDPOINT, losing=p.out["VariantsBucketName"]) as lossy:
            _, _, created = p.create(body)
            self.assertEqual(200, put(created["upload"], body))
            with Function("process", environment(p.out, lossy.url)) as process:
                answer = process.invoke(arrival(p.out, created["upload"]))
                log = process.text()
        self.assertEqual([], answer["batchItemFailures"], log)
        self.assertEqual("ready", p.image(created["id"])[2]["state"], log)
        self.assertEqual(FILES, len(lossy.lost), "the answer to each file's first PUT")
        files = p.files(created["id"])
        self.assertEqual(FILES, len(files))
        for key in files:
            metadata = p.s3.head_object(Bucket=p.out["VariantsBucketName"], Key=key)["Metadata"]
            self.assertRegex(metadata["put-id"], "^[0-9a-f]{16}$", key)


class Webhook(unittest.TestCase):
    SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()

    def test_with_a_webhook_the_sweeper_posts_each_outcome_signed(self):
        p = Platform(NAME)
        received = queue.Queue()
        with receiver(received) as url, unswept(p.out):
            settings = environment(p.out, ENDPOINT)
            hook = {"TINTYPE_WEBHOOK_URL": url, "TINTYPE_WEBHOOK_SECRET": self.SECRET, "TINTYPE_WEBHOOK_PRIVATE": "allow"}
            image_id = p.upload(b"no picture")
            self.assertEqual("failed", p.wait(image_id)["state"])
            with Function("sweep", {**settings, **hook}) as sweep:
                sweep.invoke(event("sweep-schedule"))
                headers, body = next(h for h in iter(lambda: received.get(timeout=30), None) if image_id.encode() in h[1])
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.SECRET[6:])
        signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        self.assertEqual("v1," + signature, headers["webhook-signature"])


class OwnRecipes(unittest.TestCase):
    """A recipe file in the config bucket. `warm` is an environment that knows the last valid one."""

    def setUp(self):
        self.platform = Platform(NAME)
        self.settings = environment(self.platform.out, ENDPOINT)
        self.addCleanup(self.platform.s3.delete_object, Bucket=self.platform.out["ConfigBucketName"], Key="recipes.json")

    def store(self, text):
        self.platform.s3.put_object(Bucket=self.platform.out["ConfigBucketName"], Key="recipes.json", Body=text)

    def shown_by(self, presign):
        answer = presign.invoke(event("http-list", rawPath="/recipes"))
        self.assertEqual(200, answer["statusCode"], answer)
        return [recipe["name"] for recipe in json.loads(answer["body"])["recipes"]]

    def until(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "not within a minute")
            time.sleep(1)

    def test_a_new_recipe_is_used_within_a_minute_and_a_bad_file_never(self):
        p = self.platform
        name, mine = f"own-{time.time_ns() % 10**9}", ["default", "fast"]
        self.assertNotIn(name, [r["name"] for r in p.call("GET", "/recipes")[2]["recipes"]])
        recipe = {"name": name, "sizes": [16, 32], "formats": {"webp": [{"quality": 70, "effort": 0}]}}
        self.store(json.dumps({"recipes": [{**recipe, "background": "#ffffff", "animation": False}]}))
        self.until(lambda: name in [r["name"] for r in p.call("GET", "/recipes")[2]["recipes"]])
        image_id = p.upload(png(64, 48, time.time_ns() & 0xFFFF), recipe=name)
        self.assertEqual("ready", p.wait(image_id, 300)["state"])
        self.assertEqual(3, len(p.files(image_id)), "two sizes and the manifest")
        with Function("presign", self.settings) as warm:
            self.assertEqual([*mine, name], self.shown_by(warm))
            self.store('{"recipes": [{"name": "bad"}]}')
            self.until(lambda: self.shown_by(warm) and "recipes.rejected" in warm.text())
            self.assertEqual([*mine, name], self.shown_by(warm))
        self.assertEqual(201, p.create(png(8, 8, 14), recipe=name)[0], "the deployed function")
        with Function("presign", self.settings) as fresh:
            self.assertEqual([*mine, name], self.shown_by(fresh))
            log = fresh.text()
        self.assertIn("recipes[0].sizes is missing", log)
        self.assertIn('"RecipesRejected":1', log)
        p.s3.delete_object(Bucket=p.out["ConfigBucketName"], Key="recipes.json")
        with Function("presign", self.settings) as fresh:
            self.assertEqual(mine, self.shown_by(fresh))


class Rendering(unittest.TestCase):
    """What the split into two functions must hold."""

    def test_a_function_that_dies_while_it_renders_is_made_good(self):
        p = Platform(NAME)
        image_id = p.upload(png(2400, 1800, 9), recipe="fast")
        end = time.monotonic() + 180
        while not (pid := self.rendering(p)):
            self.assertLess(time.monotonic(), end, "no function renders")
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        self.assertEqual("processing", p.image(image_id)[2]["state"], "killed too late")
        self.assertEqual("ready", p.wait(image_id, 300)["state"])
        self.assertEqual(FILES, len(p.files(image_id)))

    def rendering(self, p):
        """The process of the function whose renderer has an original."""
        for pid in workers(p.out["RenderFunctionName"], "RenderHandler"):
            if any(pathlib.Path("/tmp").glob(f"tintype-render-{pid}-*/renderer-*/in/original")):
                return pid
        return None

    def test_an_environment_of_one_job_ends_and_its_answer_is_heard(self):
        """The rule of the runtime client by which the function ends itself."""
        p = Platform(NAME)
        with (
            paused(p.out),
            RenderService({"TINTYPE_JOBS_PER_RENDERER": "1"}) as render,
            Function("process", {**environment(p.out, ENDPOINT), **render.settings}) as process,
        ):
            for number in (12, 13):
                body = png(200, 150, number)
                _, _, created = p.create(body, recipe="fast")
                self.assertEqual(200, put(created["upload"], body))
                process.invoke(arrival(p.out, created["upload"]))
                self.assertEqual("ready", p.image(created["id"])[2]["state"], render.text())
            self.assertEqual(2, render.ended)
            self.assertEqual(2, render.log.count('"renderer.started"'), render.log)

    def test_no_archive_is_left_and_none_wakes_anybody(self):
        p = Platform(NAME)
        before = p.waiting("JobsQueueUrl")
        image_id = p.upload(png(120, 90, 10))
        self.assertEqual("ready", p.wait(image_id)["state"])
        left = p.s3.list_objects_v2(Bucket=p.out["OriginalsBucketName"], Prefix=f"staging/{image_id}/")
        self.assertEqual(0, left["KeyCount"])
        self.assertLessEqual(p.waiting("JobsQueueUrl"), before)

    def test_the_function_that_renders_knows_no_names_and_no_secrets_of_ours(self):
        p = Platform(NAME)
        told = p.lambdas.get_function_configuration(FunctionName=p.out["RenderFunctionName"])["Environment"]["Variables"]
        names = [p.out[key] for key in ("OriginalsBucketName", "VariantsBucketName", "JobsTableName", "JobsQueueUrl")]
        self.assertEqual([], [name for name in names if name in json.dumps(told)])

    def test_the_signed_form_stores_what_its_policy_admits_and_nothing_else(self):
        """process signs a form for a function of this test, which tries to do more with it. LocalStack checks a
        form's policy, not its signature; StagingSignerTest checks that on another stand-in."""
        p = Platform(NAME)
        body = png(60, 40, time.time_ns() & 0xFFFF)
        orders = queue.Queue()
        with orders_to(orders) as url, paused(p.out):
            _, _, created = p.create(body)
            self.assertEqual(200, put(created["upload"], body))
            settings = {**environment(p.out, ENDPOINT), "AWS_ENDPOINT_URL_LAMBDA": url}
            with Function("process", settings) as process:
                process.invoke(arrival(p.out, created["upload"]))
        order = orders.get(timeout=5)
        staging, fields = order["staging"], order["staging"]["fields"]
        self.assertTrue(fields["key"].startswith(f"staging/{created['id']}/{created['version']}/"), fields["key"])
        policy = json.loads(base64.b64decode(fields["policy"]))
        most = next(c[2] for c in policy["conditions"] if isinstance(c, list) and c[0] == "content-length-range")
        grid = {
            "another key": post(staging["url"], {**fields, "key": "originals/x"}, b"x"),
            "a variant's bucket": post(staging["url"].replace("-originals-", "-variants-"), fields, b"x"),
            "another type": post(staging["url"], {**fields, "Content-Type": "text/html"}, b"x"),
            "an empty file": post(staging["url"], fields, b""),
            "one byte too many": post(staging["url"], fields, b"x" * (most + 1)),
        }
        self.assertEqual([], [name for name, status in grid.items() if status < 400], grid)
        self.assertEqual(204, post(staging["url"], fields, b"x"))
        with urllib.request.urlopen(order["originalUrl"]) as answer:
            self.assertEqual(body, answer.read())
        other = order["originalUrl"].replace(created["id"], p.upload(png(10, 10, 11)))
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(other)


class WorkerDeath(unittest.TestCase):
    """Runs last, because the dead worker's message stays hidden for half an hour."""

    def test_a_worker_killed_in_the_middle_is_made_good(self):
        p = Platform(NAME)
        image_id = p.upload(png(2400, 1800, 8))
        end = time.monotonic() + 60
        while p.image(image_id)[2]["state"] != "processing":
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        for pid in workers(p.out["ProcessFunctionName"], "ProcessHandler"):
            os.kill(pid, signal.SIGKILL)
        self.assertEqual("processing", p.image(image_id)[2]["state"], "killed too late")
        self.assertEqual("ready", p.wait(image_id, 300)["state"])
        self.assertEqual(FILES, len(p.files(image_id)))
        self.assertEqual(0, p.waiting("DeadLetterQueueUrl"))


@contextlib.contextmanager
def receiver(received):
    """A web server that accepts every POST."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            received.put((dict(self.headers.items()), body))
            self.send_response(204)
            self.end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "http://127.0.0.1:%d/hook" % server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def orders_to(orders):
    """Lambda's Invoke of a function that keeps its orders and cannot render."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            orders.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            body = b'{"outcome":"unavailable","detail":"a test"}'
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "http://127.0.0.1:%d" % server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def post(url, fields, file):
    """Posts a form; returns the status."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = "".join(parts) + '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = head.encode() + file + b"\r\n--b--\r\n"
    request = urllib.request.Request(url, data=body, headers={"content-type": "multipart/form-data; boundary=b"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


def workers(function, handler):
    """The processes of a function that LocalStack runs on this host, without their children."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"AWS_LAMBDA_FUNCTION_NAME={function}\0".encode() in environment and handler.encode() in command:
            found.append(int(process.name))
    return found


if __name__ == "__main__":
    unittest.main(verbosity=2)
