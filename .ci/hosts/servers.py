"""The servers that a platform of several hosts needs: PostgreSQL, an S3 store, nginx, and a receiver of notifications."""

import os
import pwd
import signal
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

ACCESS_KEY, SECRET_KEY = "tintype-trial", "tintype-trial-secret"
DATABASE_PASSWORD = "trial-password"


def wait_for(what, check, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            answer = check()
            if answer:
                return answer
        except OSError:
            pass
        if time.monotonic() > end:
            sys.exit(f"{what} did not answer within {seconds} s")
        time.sleep(0.2)


class Postgres:
    """Debian's PostgreSQL on a host of its own; the data survives restarts and power cuts of the process."""

    def __init__(self, host, folder):
        self.host = host
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.programs = max(Path("/usr/lib/postgresql").iterdir(), key=lambda path: float(path.name)) / "bin"
        self.account = pwd.getpwnam("postgres")
        self.data.mkdir()
        os.chown(self.data, self.account.pw_uid, self.account.pw_gid)
        self.log.touch()
        os.chown(self.log, self.account.pw_uid, self.account.pw_gid)

    def program(self, name, *words):
        as_user = ["setpriv", f"--reuid={self.account.pw_uid}", f"--regid={self.account.pw_gid}", "--clear-groups"]
        return self.host.run(*as_user, str(self.programs / name), *words, cwd="/")

    def make(self):
        self.program("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust")
        with open(self.data / "pg_hba.conf", "a", encoding="utf-8") as rules:
            rules.write("host tintype tintype 10.77.0.0/24 scram-sha-256\n")
        self.start()
        for statement in (
            f"CREATE ROLE tintype LOGIN PASSWORD '{DATABASE_PASSWORD}'",
            "CREATE DATABASE tintype OWNER tintype",
        ):
            self.program("psql", "-h", "127.0.0.1", "-U", "postgres", "-c", statement)

    def start(self):
        options = f"-c listen_addresses=127.0.0.1,{self.host.address} -c unix_socket_directories={self.data} -c max_connections=200"
        self.program("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.log), "-o", options, "start")

    def restart(self, crash):
        """Stops at once, without a checkpoint if `crash`, and starts again after two seconds."""
        self.program("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate" if crash else "fast", "stop")
        time.sleep(2)
        self.start()

    def query(self, statement):
        return self.program(
            "psql", "-h", "127.0.0.1", "-U", "postgres", "-d", "tintype", "-At", "-c", statement
        ).stdout.strip()


class Store:
    """versitygw on files; nginx on the same host is what the others reach, so that it can answer 503."""

    def __init__(self, host, folder, program):
        self.host = host
        self.folder = folder
        self.program = program
        self.buckets = folder / "buckets"
        for bucket in ("tt-originals", "tt-variants"):
            (self.buckets / bucket).mkdir(parents=True)
        self.proxy = Nginx(host, folder / "store-proxy", self.pages(fails=False))

    def pages(self, fails):
        answer = "return 503;" if fails else (
            "proxy_pass http://127.0.0.1:7070; proxy_set_header Host $http_host; proxy_http_version 1.1;"
            " proxy_request_buffering off; proxy_buffering off;"
        )
        return (
            f"server {{ listen {self.host.address}:9000; client_max_body_size 0; ignore_invalid_headers off;"
            f" location / {{ {answer} }} }}"
        )

    @property
    def url(self):
        return f"http://{self.host.address}:9000"

    def start(self):
        self.host.start(
            self.program, "--access", ACCESS_KEY, "--secret", SECRET_KEY, "--port", "127.0.0.1:7070", "--quiet",
            "posix", str(self.buckets), log=self.folder / "store.log",
        )
        self.proxy.start()

    def fail(self):
        self.proxy.change(self.pages(fails=True))

    def recover(self):
        self.proxy.change(self.pages(fails=False))


class Nginx:
    def __init__(self, host, folder, servers):
        self.host = host
        self.folder = folder
        folder.mkdir()
        self.file = folder / "nginx.conf"
        self.write(servers)

    def write(self, servers):
        places = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        self.file.write_text(
            f"pid {self.folder}/pid; error_log {self.folder}/error.log; events {{ worker_connections 2048; }}\n"
            f"http {{ access_log off; {places}\n{servers}\n}}\n",
            encoding="utf-8",
        )

    def start(self):
        self.host.run("nginx", "-c", str(self.file), "-e", f"{self.folder}/error.log")

    def change(self, servers):
        self.write(servers)
        os.kill(int((self.folder / "pid").read_text()), signal.SIGHUP)


def balancer(addresses):
    """nginx in front of the API hosts; a request that one host did not take goes to the next."""
    hosts = " ".join(f"server {address}:8080 max_fails=1 fail_timeout=2s;" for address in addresses)
    return (
        f"upstream api {{ {hosts} }}\n"
        "server { listen 80; client_max_body_size 1m; location / { proxy_pass http://api; proxy_set_header Host $http_host;"
        " proxy_set_header X-Forwarded-For $remote_addr; proxy_http_version 1.1; proxy_set_header Connection '';"
        " proxy_buffering off; proxy_connect_timeout 2s; proxy_read_timeout 90s; } }"
    )


class Receiver:
    """Receives notifications in a process on a host of its own and writes each delivery's id into a file."""

    def __init__(self, host, folder):
        self.host = host
        self.file = folder / "deliveries"
        self.file.touch()
        self.log = folder / "receiver.log"

    def start(self):
        self.host.start(sys.executable, __file__, self.host.address, str(self.file), log=self.log)

    def deliveries(self):
        """The id of each delivery, in order."""
        return self.file.read_text(encoding="utf-8").split()


class Receives(BaseHTTPRequestHandler):
    file = None
    turn = threading.Lock()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        with self.turn:
            self.file.write(self.headers["webhook-id"] + "\n")
            self.file.flush()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    Receives.file = open(sys.argv[2], "a", encoding="utf-8")
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer((sys.argv[1], 80), Receives).serve_forever()


if __name__ == "__main__":
    main()
