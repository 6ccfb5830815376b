"""Runs a packaged function under the real runtime interface client, with its own Runtime API:
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""
import contextlib
import functools
import http.server
import json
import os
import pathlib
import queue
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile

import transformed
from control_group import ControlGroup

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENT = pathlib.Path(__file__).resolve().parent / "runtime/target/lib"
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
HANDLERS = {
    "presign": "dev.tintype.presign.PresignHandler",
    "process": "dev.tintype.process.ProcessHandler",
    "render-function": "dev.tintype.renderfunction.RenderHandler",
    "sweep": "dev.tintype.sweep.SweepHandler",
}


@functools.cache
def _template():
    return transformed.template((ROOT / "template.yaml").read_text())


def _properties(name):
    return _template()["Resources"][name.removesuffix("-function").capitalize() + "Function"]["Properties"]


def options(name):
    """The JVM options the template gives a function."""
    return _properties(name)["Environment"]["Variables"]["JAVA_TOOL_OPTIONS"]


def memory_mb(name):
    """The memory the template gives a function, by default."""
    size = _properties(name)["MemorySize"]
    return int(_template()["Parameters"][size["Ref"]]["Default"] if isinstance(size, dict) else size)


class Died(Exception):
    pass


class Function:
    """One execution environment. With `memory_mb`, it and its children get that memory and the share
    of the processors that Lambda assigns for it. With `wrap`, that command starts it. With `snapshot`, the
    client runs the hooks of SnapStart: `restore_seconds` is the time from the restore until the function is
    ready. No snapshot is made: the process simply goes on."""

    def __init__(self, name, environment, memory_mb=None, seconds=300, wrap=None, snapshot=False):
        self.name, self.seconds, self.wrap = name, seconds, wrap or []
        self.restored = self.ready = None
        self.group = ControlGroup(memory_mb) if memory_mb else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-"))
        with zipfile.ZipFile(ROOT / f"functions/{name}/target/{name}.zip") as archive:
            archive.extractall(self.folder)
        self.events, self.answers = queue.Queue(), queue.Queue()
        self.first_next = threading.Event()
        self.init_error = None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._api())
        # A killed function resets its connection.
        self.server.handle_error = lambda *_: None
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.log = open(self.folder / "log", "wb")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self._command(),
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_LAMBDA_FUNCTION_NAME": name,
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.server.server_address[1],
                "LAMBDA_TASK_ROOT": str(self.folder),
                "LD_LIBRARY_PATH": str(ROOT / "layers/libvips/build/current/lib"),
                "JAVA_TOOL_OPTIONS": options(name),
                **({"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"} if snapshot else {}),
                **environment,
            },
            cwd=self.folder,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        # The client unpacks its native library to a fixed path: the next one may start only after this.
        while not self.first_next.wait(0.02):
            if self.init_error or self.process.poll() is not None:
                raise Died(f"{name} did not start: {self.init_error or self.text()[-2000:]}")
            if time.monotonic() - self.began > 60:
                raise Died(f"{name} did not start in time")
        self.init_seconds = self.ready - self.began
        self.restore_seconds = self.ready - self.restored if self.restored else None

    def _command(self):
        java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java"
        jars = ":".join([str(self.folder), f"{self.folder}/lib/*", f"{CLIENT}/*"])
        command = [*self.wrap, str(java), "--enable-native-access=ALL-UNNAMED", "-cp", jars, MAIN, HANDLERS[self.name]]
        return self.group.wrap(command) if self.group else command

    def _api(function):
        class Api(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one packet: otherwise each response waits 40 ms for an acknowledgement.
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def answer(self, code, body=b"", headers=()):
                self.send_response(code)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path.endswith("/restore/next"):
                    function.restored = time.monotonic()
                    return self.answer(200)
                function.ready = function.ready or time.monotonic()
                function.first_next.set()
                event = function.events.get()
                if event is None:
                    return self.answer(410)
                deadline = int((time.time() + function.seconds) * 1000)
                self.answer(
                    200,
                    json.dumps(event).encode(),
                    [
                        ("Lambda-Runtime-Aws-Request-Id", "request"),
                        ("Lambda-Runtime-Deadline-Ms", str(deadline)),
                        ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:" + function.name),
                        ("Content-Type", "application/json"),
                    ],
                )

            def body(self):
                if (self.headers.get("Transfer-Encoding") or "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                whole = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return whole

            def do_POST(self):
                body = self.body()
                if self.path.endswith("/init/error"):
                    function.init_error = body.decode()
                else:
                    function.answers.put((self.path.endswith("/error"), body))
                self.answer(202)

        return Api

    def invoke(self, event):
        """Returns the answer; raises Died when the process ended or the handler threw."""
        failed, body = self.call(event)
        if failed:
            raise Died(body.decode())
        return json.loads(body or b"null")

    def call(self, event):
        """Returns whether the handler threw, and what it answered; raises Died when the process ended."""
        self.events.put(event)
        end = time.monotonic() + self.seconds
        while True:
            with contextlib.suppress(queue.Empty):
                return self.answers.get(timeout=0.05)
            if self.process.poll() is not None or time.monotonic() > end:
                # It may have answered just before it ended.
                with contextlib.suppress(queue.Empty):
                    return self.answers.get(timeout=0.5)
                raise Died(f"{self.name} ended {self.process.poll()}: {self.text()[-1000:]}")

    def cpu_seconds(self):
        """CPU time of the function and its renderer, which other load on this machine hardly changes."""
        ticks, open_pids = 0, [self.process.pid]
        while open_pids:
            pid = open_pids.pop()
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15]))
                for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                    open_pids += map(int, (task / "children").read_text().split())
        return ticks / os.sysconf("SC_CLK_TCK")

    def text(self):
        return (self.folder / "log").read_text(errors="replace")

    def close(self):
        self.process.kill()
        self.process.wait(10)
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()
        self.log.close()
        if self.group:
            self._outlive_children()
            self.group.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _outlive_children(self):
        """A renderer ends shortly after its function."""
        end = time.monotonic() + 10
        while time.monotonic() < end and any((f / "cgroup.procs").read_text() for f in self.group.folders):
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class RenderService:
    """Lambda's Invoke for the function that renders: one environment, which a new one replaces after its end,
    as Lambda does. `settings` goes into the environment of the function that calls it."""

    def __init__(self, environment=None, memory_mb=None, wrap=None):
        self.make = lambda: Function(
            "render-function", {"TINTYPE_SANDBOX": "prefer", **(environment or {})}, memory_mb, seconds=120, wrap=wrap
        )
        self.now, self.lock = self.make(), threading.Lock()
        self.init_seconds = self.now.init_seconds
        self.cpu, self.peak, self.killed, self.ended, self.log = 0, 0, 0, 0, ""
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.settings = {
            "AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:%d" % self.server.server_address[1],
            "TINTYPE_RENDER_FUNCTION": "render",
        }

    def call(self, event):
        with self.lock:
            try:
                failed, body = self.now.call(event)
            except Died as e:
                failed, body = True, json.dumps({"errorType": "Runtime.ExitError", "errorMessage": str(e)}).encode()
            if failed:
                self._replace()
            return failed, body

    def _replace(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.now.process.wait(5)
        self.ended += 1
        self._leave()
        self.now = self.make()

    def _leave(self):
        self.cpu += self.now.cpu_seconds()
        if self.now.group:
            self.peak = max(self.peak, self.now.group.peak_bytes())
            self.killed += self.now.group.killed()
        self.log += self.now.text()
        self.now.close()

    def cpu_seconds(self):
        return self.cpu + self.now.cpu_seconds()

    def text(self):
        return self.log + self.now.text()

    def _handler(service):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                failed, body = service.call(event)
                self.send_response(200)
                if failed:
                    self.send_header("X-Amz-Function-Error", "Unhandled")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self._leave()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def environment(out, endpoint):
    """The environment that the template sets, with a deployed stack's outputs."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "TINTYPE_STACK": "replay",
        "TINTYPE_ORIGINALS": "s3://" + out["OriginalsBucketName"],
        "TINTYPE_VARIANTS": "s3://" + out["VariantsBucketName"],
        "TINTYPE_JOBS": "dynamodb://" + out["JobsTableName"],
        "TINTYPE_QUEUE": out["JobsQueueUrl"],
        "TINTYPE_RENDER_FUNCTION": out["RenderFunctionName"],
        "TINTYPE_EVENT_BUS": out["OutcomesBusName"],
        "TINTYPE_PUBLIC_URL": "https://images.example",
        "TINTYPE_AUTH": "IAM",
        "TINTYPE_RECIPES": f"s3://{out['ConfigBucketName']}/recipes.json",
    }


def event(name, **changed):
    """A file of events/."""
    return {**json.loads((ROOT / f"events/{name}.json").read_text()), **changed}


def arrival(out, upload):
    """S3's event that the original of an upload has arrived."""
    key = upload["url"].split("/originals/")[1].split("?")[0]
    return json.loads(
        json.dumps(event("process-put"))
        .replace("@ORIGINALS@", out["OriginalsBucketName"])
        .replace("originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + "b" * 64, "originals/" + key)
    )
