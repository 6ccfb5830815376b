"""What the measurements of this folder share: a PostgreSQL server, a running Tintype, documents with markers."""

import contextlib
import datetime
import http.client
import json
import os
import pathlib
import platform
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCRIPT = str(ROOT / "tintype")
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, check, seconds=60):
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come within {seconds} s")
        time.sleep(0.1)


def answers(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def scratch(name):
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"tintype-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ended(process, seconds=90):
    """Lets a process end; kills it when it does not."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Postgres:
    """Debian's PostgreSQL in a folder of its own, with its usual settings apart from the number of connections."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = max(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: float(path.name)) / "bin"
        self.account = pwd.getpwnam("postgres")
        self.port = free_port()
        self.version = re.search(r"[0-9]+(\.[0-9]+)*", self.run("postgres", "--version")).group()

    def run(self, name, *words, given=None):
        done = subprocess.run(
            [
                "setpriv", f"--reuid={self.account.pw_uid}", f"--regid={self.account.pw_gid}", "--clear-groups",
                str(self.programs / name), *words,
            ],
            input=given, capture_output=True, text=True, cwd="/",
        )
        if done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr or done.stdout}")
        return done.stdout

    def __enter__(self):
        home = self.folder / "postgres"
        home.mkdir()
        os.chown(home, self.account.pw_uid, self.account.pw_gid)
        self.data = home / "data"
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={home} -c max_connections=200"
        )
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(home / "log"), "-o", options, "start")
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def sql(self, text, database="postgres"):
        return self.run(
            "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-qAt",
            given=text,
        ).strip()

    def fresh(self, database):
        """Makes an empty database and returns its address."""
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.sql(f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def cpu_seconds(self):
        """The processor time of all its processes, also of those that have ended."""
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        processes = stats()
        children = sum(s["cpu"] for s in processes.values() if s["parent"] == first)
        return processes[first]["cpu"] + processes[first]["children"] + children


def stats():
    """Parent and processor time of every process by its id, in seconds."""
    found = {}
    for file in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found[int(file.parent.name)] = {
            "parent": int(fields[1]),
            "cpu": (int(fields[11]) + int(fields[12])) / TICKS,
            "children": (int(fields[13]) + int(fields[14])) / TICKS,
        }
    return found


def environment(**settings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TINTYPE_", "PG", "AWS_"))}
    return kept | settings


class Server:
    """A running `tintype serve`."""

    def __init__(self, folder, name, *options, port=0, **settings):
        self.folder = folder
        self.data = folder / name
        self.log = folder / f"{name}.log"
        self.settings = environment(**settings)
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [SCRIPT, "serve", "--port", str(port), "--json", "--data", str(self.data), *options],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self.settings,
            )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the server did not start: {self.log.read_text()}")
        said = json.loads(line)
        self.url, self.token = said["url"], said["token"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        ended(self.process)

    def client(self):
        return Client(self.url, self.token)


class Client:
    """One connection to the API, which stays open."""

    def __init__(self, url, token):
        self.parts = urllib.parse.urlsplit(url)
        self.headers = {"authorization": f"Bearer {token}"}
        self.connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=60)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method, path, body=None, **headers):
        """Returns status and bytes."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            more["content-type"] = "application/json"
        self.connection.request(method, path, body, self.headers | more)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def json(self, path):
        status, body = self.send("GET", path)
        if status != 200:
            raise SystemExit(f"GET {path} was answered {status} {body[:300]!r}")
        return json.loads(body)

    def images(self):
        """All images, as the list has them."""
        found, cursor = [], ""
        while True:
            page = self.json(f"/images?limit=200{cursor}")
            found += page["images"]
            if "next" not in page:
                return found
            cursor = f"&cursor={page['next']}"


def upload(server, pictures, recipe):
    """Uploads a folder by `tintype upload` and waits until all images are ready; returns the seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [SCRIPT, "upload", str(pictures), "--to", server.url, "--recipe", recipe, "--json"],
        env=server.settings | {"TINTYPE_TOKEN": server.token}, capture_output=True, text=True,
    )
    states = [json.loads(line)["state"] for line in done.stdout.splitlines() if line.startswith("{")]
    wanted = len(list(pictures.iterdir()))
    if states != ["ready"] * wanted:
        raise SystemExit(f"{states.count('ready')} of {wanted} are ready: {done.stderr[-2000:]}")
    return time.monotonic() - began


def machine():
    """Processor, cores, memory, kernel, today's date and the load average, in one line."""
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", text)
    memory = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text(encoding="utf-8")).group(1))
    return (
        f"{model.group(1).strip() if model else platform.machine()}, {os.cpu_count()} cores, {memory / 2**20:.0f} GiB, "
        f"Linux {platform.release()}; {datetime.date.today():%-d %B %Y}; load average at the end {os.getloadavg()[0]:.1f}"
    )


def table(head, rows):
    lines = ["| " + " | ".join(cells) + " |" for cells in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def kept(holds):
    return "yes" if holds else "**no**"


def divided(page, name):
    """A document: what is before a part, the part between its markers, what is behind it."""
    begin, end = (f"<!-- {name}, written by a command: {word} -->" for word in ("begin", "end"))
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise SystemExit(f"docs/{page} has no markers of {name}")
    before, rest = text.split(begin, 1)
    middle, after = rest.split(end, 1)
    return before + begin, middle, end + after


def part(page, name):
    """The part of a document between its markers."""
    return divided(page, name)[1]


def write(page, name, text):
    """Writes a part of a document between its markers."""
    before, _, after = divided(page, name)
    (ROOT / "docs" / page).write_text(f"{before}\n\n{text.strip()}\n\n{after}", encoding="utf-8")
