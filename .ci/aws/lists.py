#!/usr/bin/env python3
"""Lists of images on DynamoDB Local: `lists.py [IMAGES [CALLS]]`. Needs no LocalStack. Fills a table with synthetic
records and calls the API in the same process. What came of it goes to docs/benchmarks-aws.md."""
import os
import pathlib
import subprocess
import sys

import page

ROOT = pathlib.Path(__file__).resolve().parents[2]
AWS = ROOT / "functions/aws/target"
HEAP = "-Xmx2g"


def classpath():
    # The modules are not installed, so Maven resolves them from the same call.
    subprocess.run(
        ["mvn", "-q", "-B", "test-compile", "dependency:build-classpath", "-Dmdep.outputFile=target/test.classpath", "-pl", "functions/aws", "-am"],
        check=True,
        cwd=ROOT,
    )
    return f"{AWS}/test-classes:{AWS}/classes:{(AWS / 'test.classpath').read_text().strip()}"


def main():
    images, calls = (sys.argv[1:] + ["1000000", "300"][len(sys.argv) - 1 :])[:2]
    java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
    made = subprocess.run(
        [java, HEAP, "--enable-native-access=ALL-UNNAMED", "-cp", classpath(), "dev.tintype.aws.ListFigures", images, calls],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    page.write("lists", made.stdout.strip())


if __name__ == "__main__":
    main()
