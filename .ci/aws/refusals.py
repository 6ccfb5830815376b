#!/usr/bin/env python3
"""The packaged functions, confined as in Lambda: each starts and answers. The one that renders does so behind a filter
that refuses all calls that Lambda is reported to refuse, and each alone. `refusals.py [NAME]`, with the stack NAME
deployed."""
import json
import os
import pathlib
import re
import sys
import time
import unittest

import confined
import refusing
from deployed import paused, png, put
from runtime import Function, RenderService, arrival, environment, event, memory_mb, started
from workers import ConfinedPlatform

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = ConfinedPlatform(NAME)

    @classmethod
    def tearDownClass(cls):
        cls.platform.close()

    def rendered(self, *names):
        """Renders one image; returns what the function says holds."""
        p = self.platform
        body = png(300, 200, time.time_ns() & 0xFFFFFF)
        _, _, created = p.create(body, recipe="fast")
        self.assertEqual(200, put(created["upload"], body))
        settings = environment(p.out, os.environ["LOCALSTACK_ENDPOINT"])
        with (
            RenderService(refused=names) as render,
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

    # An event and what the answer to it contains.
    ANSWERS = {
        "presign": ("http-list", '"statusCode": 200'),
        "process": ("process-nonsense", '"batchItemFailures": []'),
        "render-function": ("render-describe", '"outcome": "described"'),
        "sweep": ("sweep-schedule", '"found"'),
    }

    def test_each_function_starts_and_answers(self):
        settings = environment(self.platform.out, os.environ["LOCALSTACK_ENDPOINT"])
        for name, (request, wanted) in self.ANSWERS.items():
            with self.subTest(name), started(name, {} if name == "render-function" else settings) as function:
                self.assertIn(wanted, json.dumps(function.invoke(event(request))), function.text())
                self.is_confined(function, name)

    def is_confined(self, function, name):
        """As the kernel tells it."""
        process = pathlib.Path(f"/proc/{function.process.pid}")
        status = dict(re.findall(r"(\w+):\s*(.*)", (process / "status").read_text()))
        self.assertEqual("2", status["Seccomp"])
        if not confined.whole():
            print(name, confined.holds())
            return
        self.assertEqual({str(function.tmp.stat().st_uid)}, set(status["Uid"].split()))
        self.assertNotIn("0", status["Uid"].split())
        self.assertEqual(0, int(status["CapEff"], 16))
        mounts = [line.split() for line in (process / "mountinfo").read_text().splitlines()]
        self.assertEqual(["/tmp"], [m[4] for m in mounts if "rw" in m[5].split(",")])
        if function.group.holds():
            print(name, function.group)
            self.assertIn(f"control group of {memory_mb(name)} MB", str(function.group))
            self.assertIn(function.group.name, (process / "cgroup").read_text())

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
