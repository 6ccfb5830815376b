#!/usr/bin/env python3
"""What an image that takes over its renderer gets, behind Lambda's refusals: `take_over.py [NAME]`, with the stack
NAME deployed. The renderer of this test is taken over by the first image and writes down all it can read
(TakenOverMain and Loot in the renderer's tests). The product has no such hook."""
import hashlib
import json
import os
import sys
import time
import unittest

import confined
from deployed import paused, png, put
from runtime import ROOT, Function, RenderService, arrival, environment
from workers import ConfinedPlatform

NAME = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "tintype"
ENDPOINT = os.environ["LOCALSTACK_ENDPOINT"]
# The picture that takes over: TakenOverMain.
TAKES_OVER = (333, 77)
HANDLER = "dev.tintype.renderfunction.TakenOverHandler"
CLASSES = [ROOT / f"functions/{module}/target/test-classes" for module in ("render-function", "render")]
ROLE = {"AWS_ACCESS_KEY_ID": "ASIALOGONLY", "AWS_SECRET_ACCESS_KEY": "may write the log of render"}


class Image:
    def __init__(self, platform, width, height):
        self.body = png(width, height, time.time_ns() & 0xFFFFFF)
        _, _, created = platform.create(self.body, recipe="fast")
        assert put(created["upload"], self.body) == 200
        self.id, self.sha256 = created["id"], hashlib.sha256(self.body).hexdigest()
        self.arrival = arrival(platform.out, created["upload"])


class TakeOver(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = ConfinedPlatform(NAME)
        out = cls.platform.out
        cls.names = [out[key] for key in ("VariantsBucketName", "JobsTableName", "JobsQueueUrl", "OutcomesBusName")]

    @classmethod
    def tearDownClass(cls):
        cls.platform.close()

    def service(self, jobs):
        return RenderService({"TINTYPE_JOBS_PER_RENDERER": str(jobs), **ROLE}, handler=HANDLER, classes=CLASSES)

    def taken_over(self, jobs):
        """Renders three images in one environment, of which the first takes over, and a fourth in another one.
        Returns the images and what was written down during each job."""
        p = self.platform
        with paused(p.out), self.service(jobs) as service, self.service(jobs) as elsewhere:
            settings = environment(p.out, ENDPOINT)
            images = [Image(p, *TAKES_OVER), Image(p, 200, 150), Image(p, 210, 140), Image(p, 220, 130)]
            needles = [*self.names, p.out["OriginalsBucketName"], *(image.id for image in images)]
            (service.now.tmp / "needles").write_text("\n".join(needles))
            self.owner = service.now.process.pid
            with (
                Function("process", {**settings, **service.settings}) as process,
                Function("process", {**settings, **elsewhere.settings}) as other,
            ):
                for image in (images[0], images[1], images[3], images[2]):
                    worker = other if image is images[3] else process
                    self.assertEqual([], worker.invoke(image.arrival)["batchItemFailures"], service.text())
                    self.assertEqual("ready", p.image(image.id)[2]["state"], service.text())
            loot = [json.loads(path.read_text()) for path in sorted(service.now.tmp.glob("loot/*.json"))]
            self.ended = service.ended
        return images, loot

    def reached(self, images, loot):
        """The numbers of the images of which files, addresses or other traces were found, by kind."""
        found = {"files": set(), "addresses": set(), "ids": set()}
        for number, image in enumerate(images, 1):
            for seen in loot:
                if any(file["sha256"] == image.sha256 for file in seen["files"]):
                    found["files"].add(number)
                for process in seen["processes"]:
                    if any(image.id in url for url in process["urls"]):
                        found["addresses"].add(number)
                    if image.id in process["texts"]:
                        found["ids"].add(number)
        return found

    def no_rights_and_no_names(self, loot):
        for seen in loot:
            # Of all processes of this machine, the kernel lets it read those of its own environment.
            readable = {process["pid"] for process in seen["processes"]}
            self.assertEqual({str(self.owner)}, readable if confined.whole() else readable & {str(self.owner)})
            for process in seen["processes"]:
                # Not vacuous: nothing protects the function's own process here.
                self.assertEqual("read", process["memory"])
                self.assertEqual([], [name for name in self.names if name in process["texts"]])
                variables = dict(variable.split("=", 1) for variable in process["environment"])
                everything = json.dumps(variables)
                names = [*self.names, self.platform.out["OriginalsBucketName"]]
                self.assertEqual([], [name for name in names if name in everything])
                secrets = {name: value for name, value in variables.items() if name in ROLE or "TOKEN" in name or "SECRET" in name}
                self.assertEqual(ROLE, secrets)

    def test_a_renderer_of_many_jobs_reaches_the_images_of_its_own_life_and_no_others(self):
        images, loot = self.taken_over(500)
        self.assertEqual(3, len(loot))
        reached = self.reached(images, loot)
        print("500 jobs:", reached)
        for kind, numbers in reached.items():
            self.assertEqual({1, 2, 3}, numbers, kind)
        self.assertEqual(0, self.ended)
        self.no_rights_and_no_names(loot)

    def test_a_renderer_of_one_job_reaches_its_own_image_alone(self):
        images, loot = self.taken_over(1)
        self.assertEqual(1, len(loot), "the renderer of the first image rendered another one")
        reached = self.reached(images, loot)
        print("1 job:", reached)
        for kind, numbers in reached.items():
            self.assertEqual({1}, numbers, kind)
        self.assertEqual(3, self.ended)
        self.no_rights_and_no_names(loot)


if __name__ == "__main__":
    unittest.main(verbosity=2)
