#!/usr/bin/env python3
"""Uploads from a web page of another origin, in a headless Chromium: `browser.py [NAME]`, NAME a
deployed stack. The browser's own network log shows the requests that it sent."""
import base64
import http.server
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

from deployed import Platform, png

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
NAMED = {"content-type", "if-none-match", "x-amz-checksum-sha256"}

PAGE = """<!doctype html><title>upload</title><script type="module">
const [url, headers, body] = %s;
const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
let answer;
try {
  answer = (await fetch(url, { method: 'PUT', headers, body: bytes })).status;
} catch (e) {
  answer = `${e.name}`;
}
await fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
</script>"""


class Site:
    """A web server with one page, which reports the result of its upload."""

    def __init__(self):
        self.page, self.answers = b"", queue.Queue()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]

    def _handler(site):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, body, media_type):
                self.send_response(200)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.answer(site.page if self.path == "/" else b"", "text/html")

            def do_POST(self):
                site.answers.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer(b"", "text/plain")

        return Handler

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def chromium():
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next(path for path in map(shutil.which, filter(None, names)) if path)


def sent(log):
    """Method, host and headers of every request in Chromium's network log."""
    whole = json.loads(log.read_text())
    kinds = {number: name for name, number in whole["constants"]["logEventTypes"].items()}
    found = []
    for entry in whole["events"]:
        parameters = entry.get("params", {})
        if kinds[entry["type"]] == "HTTP_TRANSACTION_SEND_REQUEST_HEADERS":
            headers = dict(h.split(": ", 1) for h in parameters["headers"] if ": " in h)
            found.append((parameters["line"].split()[0], {k.lower(): v for k, v in headers.items()}))
    return found


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(NAME)
        cls.site = Site()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def visit(self, upload, body, host="127.0.0.1", more=()):
        """Opens the page; returns what came of its PUT, and the requests that left the browser for S3."""
        headers = {**upload["headers"], **dict(more)}
        encoded = base64.b64encode(body).decode()
        self.site.page = (PAGE % json.dumps([upload["url"], headers, encoded])).encode()
        with tempfile.TemporaryDirectory() as profile:
            log = pathlib.Path(profile) / "net.json"
            browser = subprocess.Popen(
                [
                    chromium(),
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    f"--user-data-dir={profile}/data",
                    f"--log-net-log={log}",
                    # It exits by itself with a complete log once the page has nothing left to do.
                    "--dump-dom",
                    "--virtual-time-budget=30000",
                    f"http://{host}:{self.site.port}/",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                answer = self.site.answers.get(timeout=60)
                browser.wait(60)
            finally:
                browser.kill()
                browser.wait(30)
            s3 = urllib.parse.urlsplit(upload["url"]).netloc
            return answer, [(method, headers) for method, headers in sent(log) if headers.get("host") == s3]

    def create(self, seed):
        body = png(60, 40, seed)
        _, _, created = self.platform.create(body)
        return body, created

    def test_the_named_headers_suffice(self):
        body, created = self.create(os.getpid())
        self.assertEqual(NAMED, set(created["upload"]["headers"]))
        answer, requests = self.visit(created["upload"], body)
        self.assertEqual(200, answer)
        self.assertEqual(["OPTIONS", "PUT"], [method for method, _ in requests])
        asked = requests[0][1]["access-control-request-headers"]
        self.assertEqual(NAMED, set(asked.split(",")), "what the browser asked leave for")
        self.assertEqual("PUT", requests[0][1]["access-control-request-method"])
        self.assertEqual(f"http://127.0.0.1:{self.site.port}", requests[1][1]["origin"])
        self.assertEqual(str(len(body)), requests[1][1]["content-length"])
        self.assertEqual("ready", self.platform.wait(created["id"])["state"])

    def test_another_header_is_stopped_by_the_preflight(self):
        body, created = self.create(os.getpid() + 1)
        answer, requests = self.visit(created["upload"], body, more=[("x-amz-acl", "public-read")])
        self.assertEqual(("TypeError", ["OPTIONS"]), (answer, [method for method, _ in requests]))

    def test_a_page_that_is_not_allowed_is_stopped_by_the_preflight(self):
        body, created = self.create(os.getpid() + 2)
        answer, requests = self.visit(created["upload"], body, host="localhost")
        self.assertEqual(("TypeError", ["OPTIONS"]), (answer, [method for method, _ in requests]))

    def test_a_second_upload_of_the_same_is_told_apart(self):
        body, created = self.create(os.getpid() + 3)
        self.assertEqual(200, self.visit(created["upload"], body)[0])
        self.assertEqual(412, self.visit(created["upload"], body)[0])


if __name__ == "__main__":
    unittest.main(verbosity=2)
