"""Figures in the docs: each command writes its own part between two markers."""
import pathlib
import platform
import re
import time

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
BENCHMARKS, DEPLOY = DOCS / "benchmarks-aws.md", DOCS / "deploy.md"


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    cores = pathlib.Path("/proc/cpuinfo").read_text().count("processor\t")
    return f"{model.group(1) if model else platform.machine()}, {cores} cores"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def write(part, text, *pages):
    """Prints a measured part and replaces the former one with it in each page."""
    replace(part, f"Measured {time.strftime('%-d %B %Y')}; {machine()}.\n\n{text}", *pages)


def replace(part, text, *pages):
    print(text)
    begin, end = (f"<!-- {part}: {word}, written by a command -->" for word in ("begin", "end"))
    for path in pages or (BENCHMARKS,):
        before, _, rest = path.read_text().partition(begin)
        assert rest, f"{path.name} has no place for {part}"
        path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}")
