"""Prints the commands of a page: one indented or fenced block of a section.

commands.py PAGE HEADING NUMBER [OLD=NEW…]   the block with this number, from 1, with words replaced"""

import sys


def blocks(lines, heading):
    section = False
    block = None
    for line in lines:
        if line.startswith("#") and block is None:
            section = line.lstrip("#").strip() == heading
        elif line.startswith("```") and section:
            if block is None:
                block = []
            else:
                yield block
                block = None
        elif block is not None:
            block.append(line)


def main(page, heading, number, *words):
    with open(page, encoding="utf-8") as file:
        found = list(blocks(file.read().splitlines(), heading))
    if len(found) < int(number):
        sys.exit(f"{page} has {len(found)} blocks under '{heading}'")
    text = "\n".join(found[int(number) - 1])
    for word in words:
        old, new = word.split("=", 1)
        if old not in text:
            sys.exit(f"{page}, '{heading}', block {number} has no '{old}'")
        text = text.replace(old, new)
    print(text)


main(*sys.argv[1:])
