"""Queue and job store on PostgreSQL: what issue and document promise, measured by functions/postgres/measure."""

import subprocess

from parts import ROOT, machine, table, write

FULL = {
    "throughput": [],
    "wake": [],
    "idle": [],
    "claims": ["1000", "100000", "1000000"],
    "flat": ["1000000", "3600"],
}
SMALL = FULL | {"claims": ["1000", "10000"], "flat": ["20000", "60"]}


def measured(postgres, small):
    """Each part gets an empty database; returns the rows of the table."""
    rows = []
    for what, words in (SMALL if small else FULL).items():
        address = postgres.fresh("measured")
        program = subprocess.Popen(
            [str(ROOT / "functions/postgres/measure"), address, what, *words], stdout=subprocess.PIPE, text=True
        )
        for line in program.stdout:
            print(line, end="", flush=True)
            if line.startswith("| "):
                rows.append(line.strip().strip("|").strip().split(" | "))
        if program.wait():
            raise SystemExit(f"{what} was not measured")
    return rows


def main(postgres, small, dry):
    rows = measured(postgres, small)
    text = (
        f"PostgreSQL {postgres.version} with its usual settings (`fsync` and `synchronous_commit` on) on the same"
        f" machine: {machine()}. Medians of 3 to 5 rounds.\n\n"
        + table(["what", "limit", "measured", "kept"], rows)
    )
    if not dry:
        write("postgres.md", "figures", text)
    return all(row[-1] == "yes" for row in rows)
