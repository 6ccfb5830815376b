"""Queue and job store on PostgreSQL: what issue and document promise, measured by functions/postgres/measure."""

import subprocess

from parts import ROOT, machine, part, table, write

FULL = {
    "throughput": [],
    "wake": [],
    "idle": [],
    "claims": ["1000", "100000", "1000000"],
    "flat": ["1000000", "3600"],
}
SMALL = FULL | {"claims": ["1000", "10000"], "flat": ["20000", "60"]}


def measured(postgres, chosen, small):
    """Each part gets an empty database; returns the rows of the table."""
    rows = []
    for what, words in (SMALL if small else FULL).items():
        if what not in chosen:
            continue
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


def replaced(text, rows):
    """The rows of a table, of which those that were measured anew are replaced."""
    old = [line.strip("|").strip().split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    fresh = {row[0]: row for row in rows}
    return [fresh.pop(row[0], row) for row in old] + list(fresh.values())


def main(postgres, words, small, dry):
    chosen = words or list(FULL)
    if unknown := set(chosen) - set(FULL):
        raise SystemExit(f"parts are {', '.join(FULL)}, not {', '.join(sorted(unknown))}")
    rows = measured(postgres, chosen, small)
    good = all(row[-1] == "yes" for row in rows)
    if words and not dry:
        rows = replaced(part("postgres.md", "figures"), rows)
    text = (
        f"PostgreSQL {postgres.version} with its usual settings (`fsync` and `synchronous_commit` on) on the same"
        f" machine: {machine()}. Medians of 3 to 5 rounds.\n\n"
        + table(["what", "limit", "measured", "kept"], rows)
    )
    if not dry:
        write("postgres.md", "figures", text)
    return good
