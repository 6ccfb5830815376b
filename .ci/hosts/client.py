"""A client that uploads pictures as an application would: it tries again until each upload is answered."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import pictures

PATIENCE = 1_200


class Refused(Exception):
    pass


def call(method, url, body=None, headers=None, timeout=60):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def persistent(method, url, body=None, headers=None, accepted=(200, 201, 202)):
    """Repeats a request while hosts, network or store fail; raises Refused on any other answer."""
    end = time.monotonic() + PATIENCE
    pause = 0.5
    while True:
        try:
            status, text = call(method, url, body, headers)
            if status in accepted:
                return status, text
            if status < 500 and status not in (408, 409, 429):
                raise Refused(f"{method} {urlsplit(url).path}: {status} {text[:300]!r}")
            trouble = f"{status} {text[:200]!r}"
        except (OSError, http.client.HTTPException) as error:
            trouble = repr(error)
        if time.monotonic() > end:
            raise Refused(f"{method} {urlsplit(url).path}: still {trouble} after {PATIENCE} s")
        time.sleep(pause)
        pause = min(pause * 1.6, 5)


class Client:
    def __init__(self, url, token, recipe):
        self.url = url
        self.recipe = recipe
        self.headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self.images = {}
        self.troubles = []
        self.turn = threading.Lock()

    def get(self, path):
        return json.loads(persistent("GET", self.url + path, headers=self.headers)[1])

    def upload(self, number):
        """Uploads one picture. Every fourth client does not say that it has uploaded."""
        body = pictures.picture(number)
        wanted = {
            "contentType": "image/png",
            "bytes": len(body),
            "sha256": pictures.digest(body),
            "recipe": self.recipe,
            "name": f"picture {number}",
        }
        headers = self.headers | {"idempotency-key": f"picture-{number}"}
        while True:
            started = json.loads(persistent("POST", f"{self.url}/images", json.dumps(wanted), headers)[1])
            permit = started.get("upload")
            if permit is None:
                break
            sent = {name.lower(): value for name, value in permit["headers"].items()}
            status, _ = persistent("PUT", permit["url"], body, sent, accepted=(200, 201, 204, 412, 403))
            if status != 403:  # else the permission has ended: ask for another one
                break
        if number % 4:
            persistent(
                "POST",
                f"{self.url}/images/{started['id']}/versions/{started['version']}/uploaded",
                b"",
                self.headers,
                accepted=(200, 202, 204),
            )
        with self.turn:
            self.images[started["id"]] = number

    def upload_all(self, numbers, threads, pace):
        """Uploads from several threads, at most `pace` pictures a second."""
        waiting = iter(numbers)
        began = time.monotonic()
        count = 0

        def work():
            nonlocal count
            while True:
                with self.turn:
                    number = next(waiting, None)
                    at = began + count / pace
                    count += 1
                if number is None:
                    return
                time.sleep(max(0.0, at - time.monotonic()))
                try:
                    self.upload(number)
                except Refused as refused:
                    with self.turn:
                        self.troubles.append(f"picture {number}: {refused}")

        workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
        for worker in workers:
            worker.start()
        return workers
