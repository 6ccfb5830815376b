#!/usr/bin/env python3
"""Deploys template.yaml with its built artifacts into LocalStack, with a key for receipts.

  stack.py deploy [NAME]   prints the stack's outputs as JSON
  stack.py delete [NAME]

Needs LOCALSTACK_ENDPOINT, the zip files of functions/*/target and layers/libvips/build.
"""
import io
import json
import os
import pathlib
import sys
import time
import zipfile

import boto3
from botocore.config import Config

import receipt_key
import transformed

ROOT = pathlib.Path(__file__).resolve().parents[2]
REGION = "us-east-1"
ARTIFACTS = "tintype-artifacts"
# The test's web page uses any free port; S3 allows one asterisk in an origin.
ORIGINS = "https://localhost,http://127.0.0.1:*"

# Resources that the community edition lacks. CloudFormation creates empty fallbacks for them,
# so a green stack proves nothing about them; the checklist in docs/deploy.md does.
NOT_HERE = {"AWS::ApiGatewayV2::", "AWS::CloudFront::", "Custom::"}


def client(service):
    return boto3.client(
        service,
        endpoint_url=os.environ["LOCALSTACK_ENDPOINT"],
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 2}, read_timeout=330, s3={"addressing_style": "path"}),
    )


def layer_zip(folder):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(folder))
    return out.getvalue()


def template_with_artifacts():
    """Uploads every artifact and returns the template naming the uploads, as `sam package` would."""
    s3 = client("s3")
    if ARTIFACTS not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=ARTIFACTS)
    text = (ROOT / "template.yaml").read_text()
    stamp = str(time.time_ns())
    for function in ("presign", "process", "render-function", "sweep"):
        local = f"functions/{function}/target/{function}.zip"
        s3.upload_file(str(ROOT / local), ARTIFACTS, f"{stamp}/{function}.zip")
        text = text.replace(local, f"s3://{ARTIFACTS}/{stamp}/{function}.zip")
    for machine in ("x86_64", "arm64"):
        local = f"layers/libvips/build/{machine}"
        s3.put_object(Bucket=ARTIFACTS, Key=f"{stamp}/{machine}.zip", Body=layer_zip(ROOT / local))
        text = text.replace(f"ContentUri: {local}", f"ContentUri: s3://{ARTIFACTS}/{stamp}/{machine}.zip")
    # LocalStack resolves PresignFunction.Alias before its own transform has created it.
    body = json.dumps(transformed.template(text, REGION))
    s3.put_object(Bucket=ARTIFACTS, Key=f"{stamp}/template.json", Body=body.encode())
    return f"{os.environ['LOCALSTACK_ENDPOINT']}/{ARTIFACTS}/{stamp}/template.json"


def outputs(name):
    stack = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}


def fallbacks(name):
    resources = client("cloudformation").describe_stack_resources(StackName=name)["StackResources"]
    return sorted({r["ResourceType"] for r in resources if r.get("PhysicalResourceId") == "unknown"})


def deploy(name, parameters=None):
    cloud = client("cloudformation")
    url = template_with_artifacts()
    cloud.create_change_set(
        StackName=name,
        ChangeSetName="first",
        ChangeSetType="CREATE",
        TemplateURL=url,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in (parameters or {}).items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    cloud.get_waiter("change_set_create_complete").wait(
        StackName=name, ChangeSetName="first", WaiterConfig={"Delay": 1, "MaxAttempts": 90}
    )
    cloud.execute_change_set(StackName=name, ChangeSetName="first")
    cloud.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 180}
    )
    return outputs(name)


def delete(name):
    cloud = client("cloudformation")
    cloud.delete_stack(StackName=name)
    cloud.get_waiter("stack_delete_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )


def main():
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    name = sys.argv[2] if len(sys.argv) > 2 else "tintype"
    if verb == "deploy":
        began = time.monotonic()
        parameters = {"AllowedOrigins": ORIGINS, **receipt_key.made(name)}
        print(json.dumps(deploy(name, parameters), indent=2))
        print(f"deployed in {time.monotonic() - began:.0f} s; not in this edition: {fallbacks(name)}", file=sys.stderr)
    elif verb == "delete":
        delete(name)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
