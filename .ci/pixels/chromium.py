"""Chromium as a decoder: a page on 127.0.0.1 reads every file's pixels back from a canvas."""
import base64
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import urllib.parse

import numpy as np

from answer import Answer, refused

HERE = os.path.dirname(os.path.abspath(__file__))
SILENCE = 60  # s without any result


class Page(http.server.BaseHTTPRequestHandler):
    """Serves the page and the files, and receives the results."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def give(self, body, type_="application/octet-stream"):
        self.send_response(200)
        self.send_header("content-type", type_)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        files, path = self.server.files, urllib.parse.unquote(self.path)
        if path == "/":
            with open(os.path.join(HERE, "chromium.html"), "rb") as page:
                self.give(page.read(), "text/html")
        elif path == "/names":
            self.give(json.dumps(list(files)).encode(), "application/json")
        else:
            self.give(files.get(path.removeprefix("/files/"), b""))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        if self.path == "/answers":
            answer = json.loads(body)
            self.server.answers[answer["name"]] = understood(answer)
        else:
            self.server.ended = True
        self.server.heard.set()
        self.give(b"")


def picture(pixels):
    rgba = np.frombuffer(base64.b64decode(pixels["rgba"]), np.uint8)
    return rgba.reshape(pixels["height"], pixels["width"], 4)


def plain(still, first):
    """Whether frames are returned in the colours of the page."""
    return still.shape[:2] == (first["height"], first["width"]) and np.abs(still.astype(int) - picture(first)).max() <= 3


def understood(answer):
    if "shown" not in answer:
        return refused(answer["notShown"])
    still = picture(answer["shown"])
    if "frames" not in answer:
        return Answer([still], 1, False, answer["notWhole"])
    frames = answer["frames"]
    if frames["count"] > 1:
        # A single frame is returned without its profile, an AVIF's frame with a misread range. The still picture is right.
        later = [] if answer["name"].endswith("avif") or not plain(still, frames["found"][0]) else frames["found"][1:]
        return Answer([still, *map(picture, later)], frames["count"], True)
    return Answer([still], 1, True)


def decode(files):
    """files: {name: bytes}. Returns {name: Answer}."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.files, server.answers, server.heard, server.ended = files, {}, threading.Event(), False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    profile = tempfile.mkdtemp()
    browser = subprocess.Popen(
        [shutil.which("chromium") or "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--force-color-profile=srgb", "--disable-dev-shm-usage", f"--user-data-dir={profile}",
         f"http://127.0.0.1:{server.server_address[1]}/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not server.ended:
            if not server.heard.wait(SILENCE):
                raise SystemExit(f"Chromium gave {len(server.answers)} of {len(files)} answers, then none for {SILENCE} s")
            server.heard.clear()
    finally:
        browser.terminate()
        browser.wait(20)
        server.shutdown()
        shutil.rmtree(profile, ignore_errors=True)
    return server.answers
