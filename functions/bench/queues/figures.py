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


def lost(load):
    arrived = load["unansweredArrived"]
    return (
        f"{load['lost']} of {number(load['answered'])} answered lost; {load['twice']} came twice, {load['againAfterAcknowledged']} of them after"
        f" their acknowledgement; {arrived} of {load['unanswered']} unanswered arrived; {load['kills']} kills"
    )


def held(hold):
    return (
        f"{hold['seconds'] / 60:.0f} min: {hold['givenToAnother']} times given to another worker; {hold['secondsUntilAnother']:.0f} s after"
        f" its worker's end another one has it (visibility timeout {hold['hiddenSeconds']} s)"
    )


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
    "a message held for minutes, and given up": lambda f: held(f["hold"]),
    "killed with SIGKILL under load": lambda f: lost(f["load"]) if "load" in f else "not tried",
}


def cell(row, found):
    try:
        return ROWS[row](found)
    except KeyError:
        return "not measured"


def write():
    found = {
        name: json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
        for name in COLUMNS if (KEPT / f"{name}.json").exists()
    }
    assert set(COLUMNS) == set(BROKERS)
    rows = [[row, *(cell(row, found[name]) for name in found)] for row in ROWS]
    machines = sorted({one["machine"] for one in found.values()})
    text = (
        table(["", *(f"`{name}`" for name in found)], rows)
        + "\n\nServer and measuring program ran on the same machine: "
        + "; ".join(machines)
        + ". Eight threads send for 10 s, then receive; 500 wake-ups; 50 receivers wait, each with connections of its own, for 30 s,"
        " three times (the median counts). The memory is that of a process with a heap of at most 256 MB after these 20 s."
    )
    write_part("queues.md", "figures", text)
