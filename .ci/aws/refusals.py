#!/usr/bin/env python3
"""The packaged function that renders, behind a filter that refuses what Lambda is reported to refuse: all calls
together, and each alone. `refusals.py [NAME]`, with the stack NAME deployed."""
import json
import os
import sys
import time
import unittest

import refusing
from deployed import Platform, paused, png, put
from runtime import Function, RenderService, arrival, environment

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
MEMORY_MB = 2048


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(NAME)

    def rendered(self, *names):
        """Renders one image; returns what the function says holds."""
        p = self.platform
        body = png(300, 200, time.time_ns() & 0xFFFFFF)
        _, _, created = p.create(body, recipe="fast")
        self.assertEqual(200, put(created["upload"], body))
        memory = {"TINTYPE_RENDER_MEMORY_MB": str(MEMORY_MB - 512)}
        settings = environment(p.out, os.environ["LOCALSTACK_ENDPOINT"])
        with (
            RenderService(memory, MEMORY_MB, wrap=refusing.behind(*names)) as render,
            Function("process", {**settings, **render.settings}) as process,
        ):
            answer = process.invoke(arrival(p.out, created["upload"]))
            log = render.text()
        self.assertEqual([], answer["batchItemFailures"], log)
        self.assertEqual("ready", p.image(created["id"])[2]["state"], log)
        started = [json.loads(line) for line in log.splitlines() if '"renderer.started"' in line]
        self.assertEqual(1, len(started), log)
        print({key: started[0][key] for key in ("noNewPrivileges", "seccomp", "landlock", "memoryCap", "cleanEnvironment")})
        return started[0]

    def test_all_together(self):
        with paused(self.platform.out):
            held = self.rendered()
        self.assertEqual(("false", "false", "0"), (held["noNewPrivileges"], held["seccomp"], held["landlock"]))
        self.assertEqual("true", held["cleanEnvironment"])
        self.assertGreater(int(held["memoryCap"]), 0)
        self.assertNotEqual("", held["detail"], "what is missing must be told")

    def test_each_alone(self):
        with paused(self.platform.out):
            for name in refusing.CALLS:
                with self.subTest(name):
                    self.rendered(name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
