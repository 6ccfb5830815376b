"""Runs the SAM transform of CloudFormation, to get the template that is actually deployed."""
import os
import re

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


def template(text, region="us-east-1", parameters=None):
    """Replaces local artifact paths by stand-in URLs, because the transform requires URLs."""
    os.environ.setdefault("AWS_DEFAULT_REGION", region)
    text = re.sub(r"(CodeUri|ContentUri): (?!s3://)(\S+)", r"\1: s3://stand-in/\2", text)
    source = yaml_parse(text)
    defaults = {
        name: parameter["Default"]
        for name, parameter in source.get("Parameters", {}).items()
        if "Default" in parameter
    }
    return transform(source, {**defaults, "AWS::Region": region, **(parameters or {})}, lambda: {})
