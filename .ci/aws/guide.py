"""The commands of docs/deploy.md, for tests that follow them."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/deploy.md").read_text()


def blocks(heading):
    """The shell commands under a heading of the page, block by block."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```sh\n(.*?)```", section, re.S)


def commands(heading):
    """The shell commands of the first block under a heading of the page."""
    return blocks(heading)[0]
