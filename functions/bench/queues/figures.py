"""Keeps what was measured of each queue, and writes the table of docs/queues.md from all that is kept."""

import json

from servers import BROKERS, ROOT, adapter_jars
from parts import machine, table
from parts import write as write_part

KEPT = ROOT / "functions/bench/target/queues"
COLUMNS = ["sqlite", "postgres", "redis", "nats", "kafka", "sqs"]


def bytes_of_jars(name):
    return 0 if name == "sqlite" else sum(file.stat().st_size for file in adapter_jars(name).values())


def keep(name, found):
    """Parts that were measured before stay."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{name}.json"
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    file.write_text(json.dumps(before | found | {"machine": machine()}, indent=2), encoding="utf-8")


def number(value, decimals=0):
    return f"{value:,.{decimals}f}"


def megabytes(count):
    return f"{count / 1e6:,.0f} MB" if count else "–"


def of(count, whole):
    return f"{number(count)} of {number(whole)}"


ROWS = {
    "server": lambda f: f["version"],
    "sends a second": lambda f: number(f["throughput"]["sends"]),
    "receives and acknowledgements a second": lambda f: number(f["throughput"]["receives"]),
    "a waiting worker has a message after, p50": lambda f: number(f["wake"]["p50"], 1) + " ms",
    "the same, p99": lambda f: number(f["wake"]["p99"], 1) + " ms",
    "processor time of 50 idle workers, of one core": lambda f: number(f["idle"]["clientPercent"], 1) + " %",
    "the same, of the server": lambda f: number(f["idle"]["serverPercent"], 1) + " %",
    "processor time of 1,000 messages, client": lambda f: number(f["throughput"]["clientMillis"]) + " ms",
    "the same, server": lambda f: number(f["throughput"]["serverMillis"]) + " ms",
    "memory of the measuring client": lambda f: megabytes(f["throughput"]["clientBytes"]),
    "memory of the server": lambda f: megabytes(f["throughput"]["serverBytes"]),
    "jars on the class path": lambda f: megabytes(f["bytesOfJars"]),
    "kills with SIGKILL under load": lambda f: number(f["load"]["kills"]),
    "lost of the sends that were answered": lambda f: of(f["load"]["lost"], f["load"]["answered"]),
    "arrived of the sends that were not answered": lambda f: of(f["load"]["unansweredArrived"], f["load"]["unanswered"]),
    "came twice; of these after their acknowledgement": lambda f: f"{f['load']['twice']}; {f['load']['againAfterAcknowledged']}",
}


def cell(row, found):
    try:
        return ROWS[row](found)
    except KeyError:
        return "–"


def machines(found):
    """The machines, each once, with the lowest and the highest load average."""
    loads = {}
    for one in found.values():
        name, load = one["machine"].rsplit(" ", 1)
        loads.setdefault(name, []).append(float(load))
    return "; ".join(f"{name} {min(all_of_them)} to {max(all_of_them)}" for name, all_of_them in loads.items())


def write():
    found = {
        name: json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
        for name in COLUMNS if (KEPT / f"{name}.json").exists()
    }
    assert set(COLUMNS) == set(BROKERS)
    rows = [[row, *(cell(row, found[name]) for name in found)] for row in ROWS]
    text = (
        table(["", *(f"`{name}`" for name in found)], rows)
        + "\n\nServer and measuring program ran on the same machine: "
        + machines(found)
        + ". Eight threads send for 10 s, then receive; 500 wake-ups; 50 receivers wait, each with connections of its own, for 30 s,"
        " three times (the median counts); the server is killed within 90 s of sending and receiving. The memory is that of a process with a heap of at most 256 MB after these 20 s."
    )
    write_part("queues.md", "figures", text)
