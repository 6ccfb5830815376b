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

import confined
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
def described(name):
    """The template's properties of a function."""
    resources = transformed.template((ROOT / "template.yaml").read_text())["Resources"]
    return resources[name.removesuffix("-function").capitalize() + "Function"]["Properties"]


def options(name):
    """The JVM options the template gives a function."""
    return described(name)["Environment"]["Variables"]["JAVA_TOOL_OPTIONS"]


def memory_mb(name):
    """The memory the template gives a function, with its default parameters."""
    size = described(name)["MemorySize"]
    if isinstance(size, dict):
        size = transformed.template((ROOT / "template.yaml").read_text())["Parameters"][size["Ref"]]["Default"]
    return int(size)


# What Lambda's own runtime is reported to add to the command. Without the first, the hooks of SnapStart do nothing.
LAMBDA_OPTIONS = [
    "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
    "-Djava.net.preferIPv4Stack=true",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
]
# A busy machine is slow.
START_SECONDS, STARTS = 120, 5


class Died(Exception):
    pass


class Function:
    """One execution environment, confined as Lambda confines it (confined.py): /tmp alone is writable, the user is
    not root, and the system calls `refused` are refused, without names all that Lambda is reported to refuse. It and
    its children get the function's memory, and with `share` also its share of the processors. `tmp` is its /tmp.
    With `snapshot`, the client runs the hooks of SnapStart: `restore_seconds` is the time from the restore until the
    function is ready. No snapshot is made: the process simply goes on."""

    def __init__(self, name, environment, share=False, seconds=300, refused=(), classes=(), handler=None, tmp=None, snapshot=False):
        """`classes` come first on the class path, for a `handler` of a test. `tmp` is the /tmp of the process before."""
        self.name, self.seconds, self.refused = name, seconds, refused
        self.restored = self.ready = None
        self.classes, self.handler = classes, handler or HANDLERS[name]
        self.group = ControlGroup(memory_mb(name), share)
        # Not in /tmp, which the function sees another folder as.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        self.tmp = self.folder / "tmp"
        if tmp:
            tmp.rename(self.tmp)
        else:
            confined.make(self.tmp)
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
        began = time.monotonic()
        self.process = subprocess.Popen(
            self._command(),
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "HOME": "/tmp",
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
        try:
            self._await_start(began)
        except Died:
            if tmp:
                self.tmp.rename(tmp)
            self.close()
            raise
        self.init_seconds = self.ready - float((self.folder / "began").read_text())
        self.restore_seconds = self.ready - self.restored if self.restored else None

    def _await_start(self, began):
        while not self.first_next.wait(0.02):
            if self.init_error or self.process.poll() is not None:
                raise Died(f"{self.name} did not start: {self.init_error or self.text()[-2000:]}")
            if time.monotonic() - began > START_SECONDS:
                raise Died(f"{self.name} did not start in time")

    def _command(self):
        java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java"
        jars = ":".join([*map(str, self.classes), str(self.folder), f"{self.folder}/lib/*", f"{CLIENT}/*"])
        command = [str(java), *LAMBDA_OPTIONS, "--enable-native-access=ALL-UNNAMED", "-cp", jars, MAIN, self.handler]
        return self.group.wrap([*confined.confined(self.tmp, self.refused), *command])

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
        counted = self.group.cpu_seconds()
        if counted is not None:
            return counted
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


def started(*arguments, **more):
    """A function that has started. As Lambda does, it tries again after a failed start: on a busy machine, a renderer
    may need longer than a function's start may take."""
    for _ in range(STARTS - 1):
        with contextlib.suppress(Died):
            return Function(*arguments, **more)
    return Function(*arguments, **more)


class RenderService:
    """Lambda's Invoke for the function that renders: one environment, or several. A process that ended is replaced by
    one with the same /tmp, because Lambda may not empty it. `settings` goes into the environment of the function that calls it."""

    def __init__(self, environment=None, share=False, refused=(), environments=1, **more):
        def make(tmp=None):
            settings = {"TINTYPE_SANDBOX": "prefer", **(environment or {})}
            return started("render-function", settings, share, 120, refused, tmp=tmp, **more)

        self.make = make
        self.idle = queue.LifoQueue()
        self.all = [self.make() for _ in range(environments)]
        for function in self.all:
            self.idle.put(function)
        self.init_seconds = self.now.init_seconds
        self.lock = threading.Lock()
        self.cpu, self.peak, self.killed, self.ended, self.log = 0, 0, 0, 0, ""
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.settings = {
            "AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:%d" % self.server.server_address[1],
            "TINTYPE_RENDER_FUNCTION": "render",
        }

    @property
    def now(self):
        """The environment, if there is one."""
        return self.all[0]

    def call(self, event):
        function = self.idle.get()
        try:
            try:
                failed, body = function.call(event)
            except Died as e:
                failed, body = True, json.dumps({"errorType": "Runtime.ExitError", "errorMessage": str(e)}).encode()
            if failed:
                function = self._replaced(function)
            return failed, body
        finally:
            self.idle.put(function)

    def _replaced(self, old):
        with contextlib.suppress(subprocess.TimeoutExpired):
            old.process.wait(5)
        kept = old.folder.with_name(old.folder.name + "-tmp")
        old.tmp.rename(kept)
        with self.lock:
            self.ended += 1
            self.all.remove(old)
            self._leave(old)
        new = self.make(kept)
        with self.lock:
            self.all.append(new)
        return new

    def _leave(self, function):
        self.cpu += function.cpu_seconds()
        self.peak = max(self.peak, function.group.peak_bytes())
        self.killed += function.group.killed()
        self.log += function.text()
        function.close()

    def cpu_seconds(self):
        return self.cpu + sum(function.cpu_seconds() for function in self.all)

    def text(self):
        return self.log + "".join(function.text() for function in self.all)

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
        for function in self.all:
            self._leave(function)

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
