"""Hosts that are network namespaces: each has its own address, joined by one switch. Needs root."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time

PREFIX = f"tt{os.getpid()}"
SUBNET = "10.77.0"


def ip(*words, check=True):
    return subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


class Network:
    """A bridge in a namespace of its own; nothing of the machine's network is changed."""

    def __init__(self):
        self.switch = f"{PREFIX}-sw"
        self.hosts = {}

    def __enter__(self):
        ip("netns", "add", self.switch)
        ip("-n", self.switch, "link", "add", "br0", "type", "bridge")
        ip("-n", self.switch, "link", "set", "br0", "up")
        return self

    def __exit__(self, *_):
        for host in self.hosts.values():
            host.kill()
            ip("netns", "del", host.namespace, check=False)
        ip("netns", "del", self.switch, check=False)

    def host(self, name, number):
        """Adds a host with the address SUBNET.number."""
        host = Host(self, name, number)
        self.hosts[name] = host
        return host


class Host:
    def __init__(self, network, name, number):
        self.name = name
        self.address = f"{SUBNET}.{number}"
        self.namespace = f"{PREFIX}-{name}"
        self.port = f"p{number}"
        ip("netns", "add", self.namespace)
        ip("link", "add", "eth0", "netns", self.namespace, "type", "veth", "peer", "name", self.port, "netns", network.switch)
        ip("-n", network.switch, "link", "set", self.port, "master", "br0", "up")
        ip("-n", self.namespace, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            ip("-n", self.namespace, "link", "set", link, "up")

    def command(self, *words):
        return ["ip", "netns", "exec", self.namespace, *words]

    def start(self, *words, log, env=None, cwd=None):
        """Starts a program on this host; its output goes into a file."""
        with open(log, "ab") as out:
            return subprocess.Popen(
                self.command(*words), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=env, cwd=cwd
            )

    def run(self, *words, **options):
        return subprocess.run(self.command(*words), check=True, capture_output=True, text=True, **options)

    def pids(self):
        return [int(pid) for pid in ip("netns", "pids", self.namespace, check=False).stdout.split()]

    def kill(self):
        """Ends every program of this host at once, as a power cut would."""
        for _ in range(50):
            pids = self.pids()
            if not pids:
                return
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} still has processes after 5 s: {pids}")

    def mute_towards(self, other):
        """Drops what this host sends to the other one: the other one's packets arrive and get no answer."""
        ip("-n", self.namespace, "route", "add", "blackhole", f"{other.address}/32")

    def answer(self, other):
        ip("-n", self.namespace, "route", "del", "blackhole", f"{other.address}/32", check=False)

    def slow(self, rate):
        """Limits what this host sends, such as to 2mbit; what it receives is not limited."""
        subprocess.run(
            self.command("tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", rate, "burst", "32kbit", "latency", "2s"),
            check=True,
        )

    def usual_speed(self):
        subprocess.run(self.command("tc", "qdisc", "del", "dev", "eth0", "root"), check=False, capture_output=True)


@contextlib.contextmanager
def inside(host):
    """Moves this thread, and those that it starts meanwhile, to a host, and back."""
    with open("/proc/self/ns/net", "rb") as home, open(f"/run/netns/{host.namespace}", "rb") as there:
        move(there)
        try:
            yield
        finally:
            move(home)


def move(namespace):
    new_network = 0x40000000
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), new_network):
        raise OSError(ctypes.get_errno(), f"cannot enter the namespace {namespace.name}")
