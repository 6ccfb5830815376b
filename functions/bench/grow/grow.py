"""Measures growing past one machine; see --help."""

import argparse
import os
import subprocess
import sys

import cache
import cost
import kills
import lists
import queue_figures
import scale
from parts import Postgres, scratch

HELP = """what to measure:
  queue [PART…]  queue and job store on PostgreSQL, into docs/postgres.md; parts are throughput, wake, idle, claims, flat
  scale          images a second of 1, 4 and 16 workers whose renderers only wait, into docs/grow.md
  cost           processor time beside the renderers, on PostgreSQL and on SQLite, into docs/grow.md
  lists          lists, GET and POST with a thousand and with a million images, into docs/grow.md
  cache          nginx before the public files, with deploy/nginx/tintype.conf, into docs/many-hosts.md
  kills [NAME…]  deaths at these step boundaries, or at all, into docs/reliability.md
  races          workers that start together, and frozen ones, into docs/reliability.md
  lend WORD…     nothing: runs a command with an empty database, whose address takes the place of @
"""


def arguments():
    parser = argparse.ArgumentParser(
        prog="functions/bench/grow/run", description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a small run, which proves nothing but that the command works")
    parser.add_argument("--dry", action="store_true", help="print the figures, write no document")
    parser.add_argument("--store", metavar="VERSITYGW", help="kills, races: files in an S3 store, which is this program")
    parser.add_argument("--images", type=int, default=20, help="kills: images of each boundary (20)")
    parser.add_argument("--at-once", type=int, default=2, help="kills: boundaries at the same time (2)")
    parser.add_argument("what", choices=["queue", "scale", "cost", "lists", "cache", "kills", "races", "lend"])
    parser.add_argument("words", nargs=argparse.REMAINDER)
    return parser.parse_args()


def lend(postgres, words):
    address = postgres.fresh("lent")
    put = [word[:-1] + address if word == "@" or word.endswith("=@") else word for word in words]
    return subprocess.run(put).returncode == 0


def measured(given, postgres, folder, dry):
    match given.what:
        case "queue":
            return queue_figures.main(postgres, given.words, given.small, dry)
        case "scale":
            return scale.main(postgres, folder, given.small, dry)
        case "cost":
            return cost.main(postgres, folder, given.small, dry)
        case "kills" | "races":
            return kills.main(postgres, folder, given, dry)
        case "lists":
            return lists.main(postgres, folder, given.small, dry)
        case _:
            return lend(postgres, given.words)


def main():
    given = arguments()
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    dry = given.dry or given.small
    with scratch("grow") as folder:
        if given.what == "cache":
            good = cache.main(folder, given.small, dry)
        else:
            with Postgres(folder) as postgres:
                good = measured(given, postgres, folder, dry)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
