#!/usr/bin/env python3
"""Names and metadata, announced uploads, and erasures with their receipts, with exactly the rights that the roles
grant: `granted.py [NAME]`, with the stack NAME deployed. The packaged functions of the API and of the sweeper run
here, with the settings of the deployed ones and behind a guard of their roles; `tintype` and plain requests call them
through a stand-in for the HTTP API."""
import contextlib
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from deployed import Listener, Platform, paused, png, put, unswept
from edge import Edge
from gateway import Gateway
from rights import Guard, Rights
from runtime import ROOT, RenderService, arrival, event, started

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
ENDPOINT = os.environ["LOCALSTACK_ENDPOINT"]
TOKEN = "images:upload,images:read,images:erase"
LATE = "dev.tintype.sweep.LateSweepHandler"
FILES = 22
# Longer than the last upload permission and the slowest upload.
LATER, LATER_STILL = "PT80M", "PT160M"


def own(p, function, **changed):
    """The settings of a deployed function, some of them changed."""
    found = p.lambdas.get_function_configuration(FunctionName=p.out[function])["Environment"]["Variables"]
    return {**found, **changed}


class Granted(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.platform = p = Platform(NAME)
        with contextlib.ExitStack() as stack:
            cls.edge = stack.enter_context(Edge(p.out["VariantsBucketName"]))
            cls.guard = stack.enter_context(Guard(ENDPOINT, p.out["PresignFunctionName"]))
            settings = own(p, "PresignFunctionName", AWS_ENDPOINT_URL=cls.guard.url, TINTYPE_AUTH="JWT", TINTYPE_PUBLIC_URL=cls.edge.url)
            cls.presign = stack.enter_context(started("presign", settings))
            cls.api = stack.enter_context(Gateway(cls.presign.invoke))
            cls.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            cls.listener = Listener(p)
            cls.addClassCleanup(stack.pop_all().close)

    def tearDown(self):
        self.assertEqual([], self.guard.refused, "the role of presign lacks rights")

    def call(self, method, path, body=None, token=TOKEN, **headers):
        """Returns status, headers and JSON of the answer."""
        request = urllib.request.Request(
            self.api.url + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"authorization": f"Bearer {token}", "content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}},
        )
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=120) as answer:
                return answer.status, answer.headers, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as e:
            return e.code, e.headers, json.loads(e.read() or b"null")

    def tintype(self, *arguments, status=0):
        """Runs a command; returns what it printed."""
        done = subprocess.run(
            [ROOT / "tintype", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**os.environ, "TINTYPE_URL": self.api.url, "TINTYPE_TOKEN": TOKEN},
        )
        self.assertEqual(status, done.returncode, f"{arguments}: {done.stdout}{done.stderr}\n{self.presign.text()[-2000:]}")
        return done.stdout + done.stderr

    def create(self, body, **more):
        wish = {"contentType": "image/png", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "recipe": "fast", **more}
        status, _, created = self.call("POST", "/images", wish)
        self.assertEqual(201, status, created)
        return created

    def upload(self, width, height, **more):
        """Creates and uploads a new image; returns what the API answered."""
        body = png(width, height, time.time_ns() & 0xFFFFFF)
        created = self.create(body, **more)
        self.assertEqual(200, put(created["upload"], body))
        return created

    def ids(self, query):
        return [image["id"] for image in self.call("GET", f"/images?{query}")[2]["images"]]

    def sweep(self, ahead=None):
        """One sweep with the rights of the sweeper; returns its log."""
        late = {"handler": LATE, "classes": [ROOT / "functions/sweep/target/test-classes"]} if ahead else {}
        with Guard(ENDPOINT, self.platform.out["SweepFunctionName"]) as guard:
            settings = own(
                self.platform,
                "SweepFunctionName",
                AWS_ENDPOINT_URL=guard.url,
                AWS_ENDPOINT_URL_CLOUDFRONT=self.edge.url,
                TINTYPE_LOOK_URL=self.edge.url,
                TINTYPE_PUBLIC_URL=self.edge.url,
                TINTYPE_TEST_AHEAD=ahead or "PT0S",
            )
            with started("sweep", settings, **late) as sweep:
                sweep.invoke(event("sweep-schedule"))
                log = sweep.text()
        self.assertEqual([], guard.refused, log)
        return log

    def items(self, image_id):
        """The keys of all items of the table that belong to an image."""
        pages = self.platform.dynamo.get_paginator("scan").paginate(TableName=self.platform.out["JobsTableName"])
        keys = [(item["PK"]["S"], item["SK"]["S"]) for page in pages for item in page["Items"]]
        return sorted(key for key in keys if f"IMG#{image_id}" in key)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class NamesAndMetadata(Granted):
    def test_both_are_changed_found_and_told_while_a_worker_finishes(self):
        p, album = self.platform, f"a-{time.time_ns()}"
        image_id = self.upload(700, 500, name="first.png", metadata={"album": album, "draft": "yes"})["id"]
        self.tintype("images", "tag", image_id, "rights=cc-by", "draft=")
        self.tintype("images", "rename", image_id, "harbour.png")
        self.assertEqual("ready", p.wait(image_id)["state"])
        _, _, image = self.call("GET", f"/images/{image_id}")
        self.assertEqual(("harbour.png", {"album": album, "rights": "cc-by"}), (image["name"], image["metadata"]))
        listed = self.tintype("images", "list", "--metadata", f"album={album}", "--json")
        self.assertEqual([image_id], [json.loads(line)["id"] for line in listed.splitlines()])
        self.assertEqual([image_id], self.ids(f"metadata=album:{album}&state=ready"))
        self.assertEqual([], self.ids(f"metadata=album:{album}&state=failed"))
        self.assertEqual([], self.ids(f"metadata=draft:{album}"))
        self.assertEqual(2, len([pk for pk, _ in self.items(image_id) if pk.startswith("TAG#")]))
        told = next(e for e in self.listener.wait(image_id) if e["detail-type"] == "image.ready")["detail"]
        self.assertEqual(("harbour.png", {"album": album, "rights": "cc-by"}), (told["data"]["name"], told["data"]["metadata"]))

    def test_a_change_holds_only_for_the_state_that_was_seen(self):
        with paused(self.platform.out):
            image_id = self.upload(30, 20)["id"]
            _, headers, _ = self.call("GET", f"/images/{image_id}")
            seen = headers["etag"]
            change = {"name": "seen", "metadata": {"k": "v"}}
            self.assertEqual(200, self.call("PATCH", f"/images/{image_id}", change, if_match=seen)[0])
            status, _, problem = self.call("PATCH", f"/images/{image_id}", {"name": "late"}, if_match=seen)
            self.assertEqual(412, status, problem)
            too_many = {f"k{i}": "v" for i in range(17)}
            status, _, problem = self.call("PATCH", f"/images/{image_id}", {"metadata": too_many})
            self.assertEqual(422, status, problem)
            self.assertEqual(403, self.call("PATCH", f"/images/{image_id}", change, token="images:read")[0])
            self.assertEqual("seen", self.call("GET", f"/images/{image_id}")[2]["name"])
            # `null` removes, with the one right of presign to delete.
            self.assertEqual(200, self.call("PATCH", f"/images/{image_id}", {"name": None, "metadata": {"k": None}})[0])
            self.assertEqual([], [pk for pk, _ in self.items(image_id) if pk.startswith("TAG#")])


class Commands(Granted):
    """What docs/one-machine.md says of the commands: they work on AWS, too."""

    def test_the_commands_of_images_work_on_aws(self):
        p, album = self.platform, f"c-{time.time_ns()}"
        body = png(300, 200, time.time_ns() & 0xFFFFFF)
        (self.folder / "photo.png").write_bytes(body)
        uploaded = json.loads(self.tintype("upload", "photo.png", "--recipe", "fast", "--metadata", f"album={album}", "--json").splitlines()[-1])
        self.assertEqual("ready", uploaded["state"], uploaded)
        image_id = uploaded["id"]
        shown = json.loads(self.tintype("images", "show", image_id, "--json"))
        self.assertEqual(("photo.png", {"album": album}), (shown["name"], shown["metadata"]))
        self.tintype("images", "original", image_id, "--out", "back.png")
        self.assertEqual(body, (self.folder / "back.png").read_bytes())
        for chosen in (["--metadata", f"album={album}"], ["--digest", hashlib.sha256(body).hexdigest()]):
            self.assertIn(image_id, self.tintype("images", "erase", *chosen, "--dry-run"))
        self.tintype("images", "reprocess", image_id, "--recipe", "default")
        self.assertIn(image_id, self.tintype("images", "list", "--metadata", f"album={album}"))
        self.tintype("images", "erase", "--metadata", f"album={album}", "--yes")
        self.assertEqual(410, self.call("GET", f"/images/{image_id}")[0])


class Working(Granted):
    """The worker with the rights of its role. The function that renders gets addresses that the role has signed."""

    def test_an_image_is_made_once_and_a_bad_one_is_refused(self):
        p = self.platform
        with (
            paused(p.out),
            Guard(ENDPOINT, p.out["ProcessFunctionName"]) as guard,
            RenderService() as render,
            started("process", own(p, "ProcessFunctionName", AWS_ENDPOINT_URL=guard.url, **render.settings)) as process,
        ):
            good, bad = png(200, 100, time.time_ns() & 0xFFFFFF), b"no picture %d" % time.time_ns()
            for body, state in ((good, "ready"), (bad, "failed")):
                created = self.create(body)
                self.assertEqual(200, put(created["upload"], body))
                for _ in range(2):
                    answer = process.invoke(arrival(p.out, created["upload"]))
                    self.assertEqual([], answer["batchItemFailures"], process.text())
                self.assertEqual(state, p.image(created["id"])[2]["state"], process.text())
            self.assertEqual([], guard.refused)


class Announced(Granted):
    @contextlib.contextmanager
    def silent_bucket(self):
        """No event of the bucket arrives."""
        s3, bucket = self.platform.s3, self.platform.out["OriginalsBucketName"]
        before = s3.get_bucket_notification_configuration(Bucket=bucket)
        before.pop("ResponseMetadata")
        self.assertTrue(before, "the bucket sends events")
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
        try:
            self.assertEqual(["ResponseMetadata"], list(s3.get_bucket_notification_configuration(Bucket=bucket)))
            yield
        finally:
            s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=before)

    def test_an_announced_upload_needs_no_event(self):
        p, body = self.platform, png(80, 60, time.time_ns() & 0xFFFFFF)
        with self.silent_bucket(), unswept(p.out):
            created = self.create(body)
            uploaded = created["links"]["uploaded"]
            status, _, problem = self.call("POST", uploaded)
            self.assertEqual(409, status, problem)
            self.assertEqual(200, put(created["upload"], body))
            self.assertEqual("awaiting_upload", self.call("GET", f"/images/{created['id']}")[2]["state"])
            for _ in range(2):
                status, _, answer = self.call("POST", uploaded)
                self.assertEqual(202, status, answer)
                self.assertNotEqual("awaiting_upload", answer["state"])
            self.assertEqual("ready", p.wait(created["id"])["state"])

    def test_without_the_right_to_list_nobody_could_tell_what_is_missing(self):
        """The guard refuses what the role lacks, and the role has no more than it needs for this."""
        p = self.platform
        created = self.create(png(20, 20, time.time_ns() & 0xFFFFFF))
        with Guard(ENDPOINT, p.out["PresignFunctionName"], without=("TellMissingFromForbidden",)) as guard:
            settings = own(p, "PresignFunctionName", AWS_ENDPOINT_URL=guard.url, TINTYPE_AUTH="JWT")
            with started("presign", settings) as presign, Gateway(presign.invoke) as api:
                headers = {"authorization": f"Bearer {TOKEN}"}
                status, _, _ = api.called("POST", created["links"]["uploaded"], headers, b"")
        self.assertEqual(503, status)
        self.assertTrue(guard.refused)


class Rest(Granted):
    """Every other route, so that no right of presign is missing, and every other work of the sweeper."""

    def test_every_route_of_the_template_is_answered(self):
        p, called, body = self.platform, set(), png(60, 50, time.time_ns() & 0xFFFFFF)
        wish = {"contentType": "image/png", "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "recipe": "fast"}

        def ask(wanted, method, path, wish=None):
            status, _, answer = self.call(method, path, wish)
            self.assertEqual(wanted, status, (method, path, answer))
            called.update(r[:2] for r in self.api.routes if r[0] == method and r[1].fullmatch(path.partition("?")[0]))
            return answer

        here = "/images/" + self.upload(90, 60)["id"]
        self.assertEqual("ready", p.wait(here.rpartition("/")[2])["state"])
        first = f"{here}/versions/" + ask(200, "GET", here)["version"]
        second = f"{here}/versions/" + ask(201, "POST", here + "/versions", wish)["version"]
        ask(409, "POST", second + "/uploaded")
        self.assertEqual(200, put(ask(200, "POST", second + "/upload")["upload"], body))
        ask(202, "POST", second + "/uploaded")
        self.assertEqual("ready", p.wait(here.rpartition("/")[2])["state"])
        ask(200, "PUT", here + "/focus", {"x": 100, "y": 200})
        ask(200, "DELETE", here + "/focus")
        ask(409, "POST", second + "/redrive")
        ask(202, "POST", here + "/reprocess", {"recipe": "default", "lane": "bulk"})
        ask(200, "POST", here + "/rollback", {"recipe": "fast", "version": first.rpartition("/")[2]})
        with unswept(p.out):
            ask(202, "DELETE", second)
            self.sweep(LATER)
        left = {key.split("/")[1] for key in p.files(here.rpartition("/")[2])}
        self.assertIn(first.rpartition("/")[2], left)
        self.assertNotIn(second.rpartition("/")[2], left)
        ask(200, "PATCH", here, {"name": "x"})
        ask(302, "GET", here + "/original")
        ask(200, "GET", here + "/markup?alt=a")
        ask(200, "GET", here + "/versions")
        ask(404, "GET", here + "/receipt")
        ask(202, "DELETE", here)
        ask(404, "GET", here + "/receipt")
        ask(200, "GET", "/receipt-key")
        ask(200, "GET", "/recipes")
        ask(200, "GET", "/images?state=ready")
        ask(201, "POST", "/images", wish)
        self.assertEqual([], [(m, pattern.pattern) for m, pattern, _ in self.api.routes if (m, pattern) not in called])

    def test_presign_may_not_delete_what_it_does_not_need_to(self):
        out, rights = self.platform.out, Rights(self.platform.out["PresignFunctionName"])
        table = f"arn:aws:dynamodb:us-east-1:000000000000:table/{out['JobsTableName']}"
        self.assertTrue(rights.allow("dynamodb:DeleteItem", table, ["TAG#album:" + "0" * 64]))
        self.assertFalse(rights.allow("dynamodb:DeleteItem", table, ["IMG#x"]))
        self.assertFalse(rights.allow("s3:DeleteObject", f"arn:aws:s3:::{out['OriginalsBucketName']}/originals/x"))


class Receipts(Granted):
    """An erasure up to the receipt. The deployed sweeper does not end erasures here: there is no CloudFront at its
    URL. So the packaged one looks at a stand-in, and its clock runs ahead."""

    def test_an_erasure_ends_with_a_receipt_once_no_viewer_sees_a_file(self):
        p, album = self.platform, f"e-{time.time_ns()}"
        body = png(120, 90, time.time_ns() & 0xFFFFFF)
        with unswept(p.out):
            created = self.create(body, name="a secret name.png", metadata={"album": album})
            self.assertEqual(200, put(created["upload"], body))
            image_id = created["id"]
            self.assertEqual("ready", p.wait(image_id)["state"])
            paths = ["/" + key for key in p.files(image_id)]
            self.assertEqual([], [path for path in paths if self.edge.read(path) is None], "viewers have copies")
            self.assertIn("not erased", self.tintype("images", "receipt", image_id, "--out", "early.json", status=3))

            self.tintype("images", "erase", image_id, "--yes")
            self.assertEqual(410, self.call("GET", f"/images/{image_id}")[0])
            self.assertEqual([], self.ids(f"metadata=album:{album}"))
            self.assertEqual([], [pk for pk, _ in self.items(image_id) if pk.startswith("TAG#")])
            self.assertIn("deletion of the files", self.tintype("images", "receipt", image_id, "--out", "early.json", status=3))

            self.edge.stubborn = {paths[0]}
            self.sweep()
            self.assertEqual([], p.files(image_id))
            self.assertIn(f"/{image_id}/*", self.edge.forgotten)
            self.assertIn("looks again", self.tintype("images", "receipt", image_id, "--out", "early.json", status=3))

            log = self.sweep(LATER)
            self.assertIn("erase.still_answers", log)
            self.assertIn('"ErasuresAnswering":1', log)
            self.assertIn("1 of its looks", self.tintype("images", "receipt", image_id, "--out", "early.json", status=3))

            self.assertEqual(2, self.edge.forgotten.count(f"/{image_id}/*"))
            self.assertIn("erase.erased", self.sweep(LATER_STILL))
            self.sweep(LATER_STILL)  # its notification became due at the late time
        self.erased(image_id, album, hashlib.sha256(body).hexdigest())

    def erased(self, image_id, album, sha256):
        self.tintype("images", "receipt", image_id, "--out", "receipt.json")
        receipt = json.loads((self.folder / "receipt.json").read_text())
        text = json.dumps(receipt)
        self.assertIn(sha256, text)
        self.assertEqual(self.edge.url, receipt["lastCheck"]["base"])
        self.assertEqual({"403": FILES + 1}, receipt["lastCheck"]["statuses"], "every file, and the original")
        self.assertEqual([], [mine for mine in ("a secret name", album) if mine in text])
        self.assertEqual([(f"IMG#{image_id}", "META")], self.items(image_id), "only the tombstone is left")
        (self.folder / "keys.json").write_text(self.tintype("receipt", "key"))
        self.assertIn("valid", self.tintype("receipt", "verify", "receipt.json", "--key", "keys.json"))
        self.tintype("receipt", "verify", "receipt.json")
        (self.folder / "changed.json").write_text(text.replace(sha256, "0" * 64))
        self.assertIn("NOT VALID", self.tintype("receipt", "verify", "changed.json", "--key", "keys.json", status=3))
        deployed = self.platform.call("GET", f"/images/{image_id}/receipt")
        self.assertEqual((200, receipt), (deployed[0], deployed[2]), "the deployed API answers it, too")
        told = [e for e in self.listener.of(image_id) if e["detail-type"] == "image.erased"]
        self.assertEqual(1, len(told), told)
        self.assertNotIn("a secret name", json.dumps(told))


if __name__ == "__main__":
    unittest.main(verbosity=2)
