"""Workers whose renderers only wait, and what they are given to do."""

import hashlib
import http.client
import json
import subprocess
import threading
import time
import urllib.parse

from parts import ROOT

WORKER = "dev.tintype.chaos.stack.WaitingWorker"


def adapter(address, known):
    """The jars that open a queue and are not among the known ones."""
    module = ROOT / "functions" / address.partition(":")[0] / "target"
    names = {file.name for file in known.glob("*.jar")}
    found = [*module.glob("*.jar"), *module.glob("lib/*.jar")] if address else []
    return [str(file) for file in found if file.name not in names and not file.name.endswith("-tests.jar")]


class Worker:
    """A worker process whose renderer only waits; remembers when it received and when it finished each image."""

    def __init__(self, data, log, settings, wait_millis):
        chaos = ROOT / "functions/chaos/target"
        jars = [f"{chaos}/classes", f"{chaos}/lib/*", *adapter(settings.get("TINTYPE_QUEUE", ""), chaos / "lib")]
        command = [
            f"{settings['JAVA_HOME']}/bin/java", "-XX:+UseSerialGC", "-Xms16m", "-Xmx128m", "--enable-native-access=ALL-UNNAMED",
            "-cp", ":".join(jars), WORKER, str(data), str(wait_millis),
        ]
        self.received = []
        self.ended = []
        with open(log, "a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True, env=settings
            )
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "received":
                self.received.append((time.monotonic(), event["image"]))
            if event["event"] == "worked":
                self.ended.append(time.monotonic())

    def stop(self):
        """Lets it finish the image under way."""
        self.process.stdin.close()


def upload(server, count, first):
    """Uploads small originals, which a waiting renderer does not look at; returns the ids of the images."""
    client, ids = server.client(), []
    for number in range(first, first + count):
        original = f"original {number}".encode()
        wanted = {"contentType": "image/jpeg", "bytes": len(original), "sha256": hashlib.sha256(original).hexdigest(), "recipe": "two"}
        status, body = client.send("POST", "/images", json.dumps(wanted))
        if status != 201:
            raise SystemExit(f"POST /images was answered {status} {body[:300]!r}")
        image = json.loads(body)
        permit = image["upload"]
        parts = urllib.parse.urlsplit(permit["url"])
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        connection.request("PUT", f"{parts.path}?{parts.query}", original, permit["headers"])
        status = connection.getresponse().status
        connection.close()
        if status not in (200, 204):
            raise SystemExit(f"the upload was answered {status}")
        ids.append(image["id"])
    return ids


def recipes(folder):
    file = folder / "recipes.json"
    formats = {"webp": [{"quality": 72, "effort": 2}], "jpeg": [{"quality": 74, "effort": 0}]}
    recipe = {"name": "two", "sizes": [160, 320], "formats": formats, "background": "#ffffff", "animation": True}
    file.write_text(json.dumps({"recipes": [recipe]}), encoding="utf-8")
    return str(file)
