"""Runs Tintype on several hosts while hosts, database, store and network fail; see --help."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pictures
from client import Client, call
from network import Network, inside
from servers import ACCESS_KEY, DATABASE_PASSWORD, SECRET_KEY, Nginx, Postgres, Receiver, Store, balancer, wait_for

ROOT = Path(__file__).resolve().parents[2]
RECIPE = {
    "recipes": [
        {
            "name": "trial",
            "sizes": [160, 320],
            "formats": {"webp": [{"quality": 72, "effort": 2}], "jpeg": [{"quality": 74, "effort": 0}]},
            "background": "#ffffff",
            "animation": True,
        }
    ]
}
API_HOSTS, WORKER_HOSTS = 2, 3


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


class Platform:
    """Two API hosts behind nginx, three worker hosts, PostgreSQL, an S3 store and a receiver, each at its own address."""

    def __init__(self, network, folder, store_program, sandbox):
        self.folder = folder
        self.client = network.host("client", 70)
        self.proxy_host = network.host("proxy", 20)
        self.database = Postgres(network.host("db", 30), folder)
        self.store = Store(network.host("store", 40), folder, store_program)
        self.receiver = Receiver(network.host("hook", 60), folder)
        self.apis = [network.host(f"api{number}", 10 + number) for number in range(1, API_HOSTS + 1)]
        self.workers = [network.host(f"work{number}", 50 + number) for number in range(1, WORKER_HOSTS + 1)]
        self.url = f"http://{self.proxy_host.address}"
        recipes = folder / "recipes.json"
        recipes.write_text(json.dumps(RECIPE), encoding="utf-8")
        self.settings = {
            "TINTYPE_JOBS": f"postgres://tintype@{self.database.host.address}:5432/tintype",
            "TINTYPE_QUEUE": f"postgres://tintype@{self.database.host.address}:5432/tintype",
            "TINTYPE_STORAGE": f"s3://tt-originals,tt-variants?endpoint={self.store.url}&region=us-east-1&path-style=true",
            "TINTYPE_PUBLIC_URL": self.url,
            "TINTYPE_RECIPES": str(recipes),
            "TINTYPE_WEBHOOK_URL": f"http://{self.receiver.host.address}/",
            "TINTYPE_WEBHOOK_SECRET": "whsec_" + "dGludHlwZS10cmlhbC1zZWNyZXQtb2YtMzItYnl0ZXM=",
            "TINTYPE_WEBHOOK_PRIVATE": "allow",
            "TINTYPE_SANDBOX": sandbox,
            "TINTYPE_WORKERS": "1",
            "PGPASSWORD": DATABASE_PASSWORD,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TINTYPE_", "PG", "AWS_"))}
        return kept | self.settings

    def start(self):
        self.database.make()
        self.store.start()
        self.receiver.start()
        for host in self.apis:
            self.start_api(host)
        for host in self.workers:
            self.start_worker(host)
        addresses = [host.address for host in self.apis]
        Nginx(self.proxy_host, self.folder / "balancer", balancer(addresses)).start()

    def start_api(self, host):
        self.start_role(host, "serve", "--api-only", "--host", host.address, "--port", "8080")

    def start_worker(self, host):
        self.start_role(host, "worker", "--workers", "1")

    def start_role(self, host, *words):
        host.start(
            str(ROOT / "tintype"), *words, *self.data(host),
            log=self.folder / f"{host.name}.log", env=self.environment(), cwd=self.folder,
        )

    def data(self, host):
        """Names the data folder of a host."""
        return "--data", str(self.folder / host.name)

    def command(self, *words):
        """Runs a command of Tintype on the first API host and returns what it prints."""
        host = self.apis[0]
        return host.run(
            str(ROOT / "tintype"), *words, *self.data(host), env=self.environment(), cwd=self.folder
        ).stdout


class Faults:
    """What breaks, one after the other, in an order drawn from the seed; all of it has healed when this ends."""

    def __init__(self, platform, draw, scale):
        self.platform = platform
        self.draw = draw
        self.scale = scale

    def plan(self):
        faults = (
            [self.kill_api] * 4 + [self.kill_worker] * 6 + [self.restart_database] * 5
            + [self.cut_worker_off, self.store_unavailable, self.slow_network, self.slow_database]
        )
        self.draw.shuffle(faults)
        return faults

    def run(self):
        for fault in self.plan():
            began = time.monotonic()
            text = fault()
            say(f"{text} ({time.monotonic() - began:.0f} s)")
            time.sleep(self.draw.uniform(2, 8))

    def seconds(self, full):
        return full * self.scale

    def kill_api(self):
        host = self.draw.choice(self.platform.apis)
        host.kill()
        time.sleep(self.draw.uniform(1, 5))
        self.platform.start_api(host)
        return f"{host.name} was killed and started again"

    def kill_worker(self):
        host = self.draw.choice(self.platform.workers)
        host.kill()
        time.sleep(self.draw.uniform(1, 5))
        self.platform.start_worker(host)
        return f"{host.name} was killed and started again"

    def restart_database(self):
        crash = self.draw.random() < 0.5
        self.platform.database.restart(crash)
        return "PostgreSQL was restarted" + (" without a checkpoint" if crash else "")

    def cut_worker_off(self):
        host = self.draw.choice(self.platform.workers)
        self.platform.database.host.mute_towards(host)
        time.sleep(self.seconds(180))
        self.platform.database.host.answer(host)
        return f"{host.name} got no answer from the database for {self.seconds(180):.0f} s"

    def store_unavailable(self):
        self.platform.store.fail()
        time.sleep(self.seconds(300))
        self.platform.store.recover()
        return f"the store answered 503 for {self.seconds(300):.0f} s"

    def slow_network(self):
        host = self.draw.choice(self.platform.workers)
        host.slow("2mbit")
        time.sleep(self.seconds(120))
        host.usual_speed()
        return f"{host.name} sent at 2 Mbit/s for {self.seconds(120):.0f} s"

    def slow_database(self):
        self.platform.database.host.slow("1mbit")
        time.sleep(self.seconds(60))
        self.platform.database.host.usual_speed()
        return f"the database sent at 1 Mbit/s for {self.seconds(60):.0f} s"


class Inspection:
    """Compares what the platform has in the end with what must be there."""

    def __init__(self, platform, client):
        self.platform = platform
        self.client = client
        self.faults = []

    def states(self):
        counts = {}
        cursor = ""
        while True:
            page = self.client.get(f"/images?limit=200{cursor}")
            for image in page["images"]:
                counts[image["state"]] = counts.get(image["state"], 0) + 1
            if "next" not in page:
                return counts
            cursor = f"&cursor={page['next']}"

    def settle(self, seconds):
        """Waits until every image is ready or has failed."""
        end = time.monotonic() + seconds
        while True:
            counts = self.states()
            if counts.get("ready", 0) + counts.get("failed", 0) == len(self.client.images):
                return counts
            if time.monotonic() > end:
                return counts
            time.sleep(2)

    def check(self, expected, counts):
        self.expect(counts == {"ready": expected}, f"states {counts}, not {expected} ready")
        self.notifications(expected)
        self.files(expected)
        self.same_as_alone()
        self.verify()
        return self.faults

    def expect(self, holds, fault):
        if not holds:
            self.faults.append(fault)

    def notifications(self, expected):
        end = time.monotonic() + 120
        while len(set(self.platform.receiver.deliveries())) < expected and time.monotonic() < end:
            time.sleep(1)
        deliveries = self.platform.receiver.deliveries()
        ids = set(deliveries)
        say(f"{len(deliveries)} deliveries of {len(ids)} notifications")
        self.expect(len(ids) == expected, f"{len(ids)} notification ids for {expected} images")

    def files(self, expected):
        """Reads every file through nginx and compares its digest with the API's."""
        wrong = count = 0
        for image, number in self.client.images.items():
            variants = self.client.get(f"/images/{image}")["variants"]
            self.expect(len(variants) == 4, f"picture {number} has {len(variants)} files, not 4")
            for variant in variants:
                status, body = call("GET", variant["url"])
                count += 1
                wrong += status != 200 or pictures.digest(body) != variant["sha256"]
        say(f"{count} files were read through nginx, {wrong} of them wrong")
        self.expect(wrong == 0, f"{wrong} of {count} files are not what the API says")
        self.expect(len(self.client.images) == expected, f"{len(self.client.images)} of {expected} uploads were accepted")

    def same_as_alone(self, most=40):
        """Compares files with those that `tintype process` makes of the same pictures without any server."""
        chosen = dict(list(self.client.images.items())[:most])
        made = alone(self.platform.folder, chosen.values())
        other = [
            number
            for image, number in chosen.items()
            if {variant["sha256"] for variant in self.client.get(f"/images/{image}")["variants"]} != made[number]
        ]
        say(f"{len(chosen)} pictures were compared with a rendering on one machine, {len(other)} differ")
        self.expect(not other, f"pictures {other} have other bytes than on one machine")

    def verify(self):
        text = self.platform.command("verify", "--json")
        say("verify: " + text.strip().splitlines()[-1])
        report = json.loads(text.strip().splitlines()[-1])
        wrong = {name: count for name, count in report.items() if name not in ("images", "files") and count}
        self.expect(not wrong, f"verify found {wrong}")


def alone(folder, numbers):
    """Renders pictures without any server; returns the digests of each picture's files."""
    originals = folder / "originals"
    originals.mkdir()
    for number in numbers:
        (originals / f"{number}.png").write_bytes(pictures.picture(number))
    subprocess.run(
        [ROOT / "tintype", "process", originals, "--recipe", folder / "recipes.json", "--out", folder / "alone"],
        check=True, capture_output=True,
    )
    made = {}
    for number in numbers:
        [manifest] = (folder / "alone").glob(f"{number}.png/**/manifest.json")
        made[number] = {file["sha256"] for file in json.loads(manifest.read_text())["variants"]}
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--scale", type=float, default=0.1, help="1: outages as long as the promise says; 0.1: a tenth")
    parser.add_argument("--pace", type=float, default=3, help="uploads a second")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--store", required=True, help="the program versitygw")
    parser.add_argument("--sandbox", default="require")
    parser.add_argument("--keep", action="store_true", help="keep logs and data")
    parser.add_argument("--no-faults", action="store_true")
    arguments = parser.parse_args()
    say(f"seed {arguments.seed}")
    folder = Path(tempfile.mkdtemp(prefix="tintype-hosts-"))
    folder.chmod(0o755)
    try:
        faults = trial(arguments, folder)
    finally:
        if arguments.keep:
            say(f"logs and data: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for fault in faults:
        print(f"FAULT {fault}")
    say("passed" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def trial(arguments, folder):
    with Network() as network:
        platform = Platform(network, folder, arguments.store, arguments.sandbox)
        platform.start()
        with inside(platform.client):  # clients reach the balancer and the store by the network alone
            return run_clients(arguments, platform)


def run_clients(arguments, platform):
    wait_for("the API", lambda: call("GET", f"{platform.url}/readyz", timeout=5)[0] == 200, 180)
    token = json.loads(
        platform.command(
            "token", "create", "--label", "trial", "--json", "--scope", "images:upload,images:read",
        )
    )["token"]
    client = Client(platform.url, token, "trial")
    began = time.monotonic()
    uploads = client.upload_all(range(arguments.images), threads=16, pace=arguments.pace)
    faults = Faults(platform, random.Random(arguments.seed), arguments.scale)
    if not arguments.no_faults:
        faults.run()
    for upload in uploads:
        upload.join()
    say(f"{len(client.images)} pictures uploaded in {time.monotonic() - began:.0f} s")
    inspection = Inspection(platform, client)
    counts = inspection.settle(1_800)
    say(f"states {counts} after {time.monotonic() - began:.0f} s")
    return client.troubles + inspection.check(arguments.images, counts)


if __name__ == "__main__":
    sys.exit(main())
