"""Makes the key that signs a stack's receipts, with the commands of docs/deploy.md."""
import json
import os
import pathlib
import subprocess
import tempfile

from guide import ROOT, commands


def made(name):
    """Stores a new private key in Secrets Manager; returns the parameters of the stack NAME that it needs."""
    secret = f"{name}/receipt-key"
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "tintype").symlink_to(ROOT / "tintype")
        script = commands("Erasing images").replace("tintype/receipt-key", secret)
        environment = {**os.environ, "AWS_ENDPOINT_URL": os.environ["LOCALSTACK_ENDPOINT"]}
        subprocess.run(["bash", "-eu", "-c", script], cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)
        keys = json.loads((pathlib.Path(folder) / "keys.json").read_text())
    return {"ReceiptKeySecretName": secret, "ReceiptPublicKeys": ",".join(key["publicKey"] for key in keys["keys"])}
