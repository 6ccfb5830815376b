#!/usr/bin/env python3
"""An upload that only the store's webhook makes known.

  webhook.py keep PORT FOLDER   takes the calls of a store's webhook, as a reverse proxy in front of the server would,
                                and keeps each of them in FOLDER. Ends with SIGTERM.
  webhook.py alone DATABASE     takes the leases of the loops that would notice an upload without a webhook. The server
                                of DATABASE must not run.
  webhook.py upload DATABASE SERVER FOLDER PHOTO
                                uploads PHOTO to SERVER without announcing it, waits for the store's call, checks that
                                nobody else has noticed the upload, passes the call on, and waits until the image is
                                ready. TINTYPE_TOKEN must permit uploads and reading. At last it checks that the
                                server never had one of the leases.
"""
import hashlib
import http.server
import json
import os
import pathlib
import sqlite3
import sys
import time
import urllib.request

LOOPS = ("upload-watch", "sweep")
FOREVER = 1 << 62
PATIENCE_SECONDS = 120


def keep(port, folder):
    class Keeper(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            call = {"path": self.path, "authorization": self.headers["authorization"], "body": body.decode()}
            file = pathlib.Path(folder, f"{time.time_ns()}.json")
            file.with_suffix(".part").write_text(json.dumps(call))
            file.with_suffix(".part").rename(file)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Keeper).serve_forever()


def alone(database):
    with sqlite3.connect(database, timeout=60) as connection:
        for loop in LOOPS:
            connection.execute("INSERT OR REPLACE INTO loop_leases (name, holder, ends_at) VALUES (?, 'nobody', ?)", (loop, FOREVER))


def is_alone(database):
    with sqlite3.connect(database, timeout=60) as connection:
        holders = dict(connection.execute("SELECT name, holder FROM loop_leases"))
    return all(holders.get(loop) == "nobody" for loop in LOOPS)


def ask(method, url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.read()


def until(what, look):
    """Returns what `look` finds, once it finds something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        if time.monotonic() > end:
            sys.exit(f"never: {what}")
        time.sleep(0.2)
    return found


def upload(database, server, folder, photo):
    server, bytes_ = server.rstrip("/"), pathlib.Path(photo).read_bytes()
    headers = {"authorization": f"Bearer {os.environ['TINTYPE_TOKEN']}", "content-type": "application/json"}
    digest = hashlib.sha256(bytes_).hexdigest()
    wish = {"contentType": "image/jpeg", "bytes": len(bytes_), "sha256": digest, "recipe": "fast"}
    image = json.loads(ask("POST", f"{server}/images", json.dumps(wish).encode(), headers)[1])
    key = f"originals/{image['id']}/"

    def state():
        return json.loads(ask("GET", f"{server}/images/{image['id']}", headers=headers)[1])["state"]

    def call():
        calls = (json.loads(file.read_text()) for file in pathlib.Path(folder).glob("*.json"))
        return next((call for call in calls if key in call["body"].replace("%2F", "/")), None)

    ask("PUT", image["upload"]["url"], bytes_, image["upload"]["headers"])
    sent = until("the store calls", call)
    if state() != "awaiting_upload":
        sys.exit("the upload was noticed without the webhook")
    status, _ = ask(
        "POST",
        server + sent["path"],
        sent["body"].encode(),
        {"authorization": sent["authorization"], "content-type": "application/json"},
    )
    if status != 200:
        sys.exit(f"the call was answered {status}")
    until("the image is ready", lambda: state() == "ready")
    if not is_alone(database):
        sys.exit("a loop of the server may have noticed the upload")
    print("noticed by the webhook alone")


{"keep": keep, "alone": alone, "upload": upload}[sys.argv[1]](*sys.argv[2:])
