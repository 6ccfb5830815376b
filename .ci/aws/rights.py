"""What IAM would refuse: LocalStack's community edition enforces no policies, so a proxy in front of it does, with the
policies of the deployed roles."""
import contextlib
import fnmatch
import http.client
import json
import re
import urllib.parse

import stack
from proxy import Proxy

ACCOUNT = "000000000000"
# Of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-iam
TRANSACTED = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
LEADING_KEYS = {"ForAllValues:StringLike": "dynamodb:LeadingKeys"}


def listed(value):
    return value if isinstance(value, list) else [value]


class Rights:
    """The policies of the role of a deployed function, without the statements `without`."""

    def __init__(self, function, without=()):
        role = stack.client("lambda").get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
        iam = stack.client("iam")
        assert not iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"], "only its own policies are read here"
        documents = [iam.get_role_policy(RoleName=role, PolicyName=n)["PolicyDocument"] for n in iam.list_role_policies(RoleName=role)["PolicyNames"]]
        self.statements = [s for d in documents for s in d["Statement"] if s["Sid"] not in without]
        assert self.statements and all(s["Effect"] == "Allow" for s in self.statements), role

    def allow(self, action, resource, leading_keys=()):
        return any(self._allows(statement, action, resource, leading_keys) for statement in self.statements)

    @staticmethod
    def _allows(statement, action, resource, leading_keys):
        if not any(fnmatch.fnmatchcase(action.lower(), a.lower()) for a in listed(statement["Action"])):
            return False
        if not any(fnmatch.fnmatchcase(resource, r) for r in listed(statement["Resource"])):
            return False
        for operator, condition in statement.get("Condition", {}).items():
            assert list(condition) == [LEADING_KEYS[operator]], f"{statement['Sid']} has a condition that is unknown here"
            assert leading_keys, f"the keys of {action} are unknown here"
            patterns = listed(condition[LEADING_KEYS[operator]])
            if not all(any(fnmatch.fnmatchcase(key, p) for p in patterns) for key in leading_keys):
                return False
        return True


def in_dynamo(action, body):
    """The rights that a call of DynamoDB needs: (action, resource, leading keys)."""

    def right(name, table, *keys, index=None):
        arn = f"arn:aws:dynamodb:{stack.REGION}:{ACCOUNT}:table/{table}" + (f"/index/{index}" if index else "")
        return f"dynamodb:{name}", arn, [key["PK"]["S"] for key in keys]

    match action:
        case "TransactWriteItems":
            parts = [part for item in body["TransactItems"] for part in item.items()]
            return [right(TRANSACTED[kind], part["TableName"], part.get("Key") or part["Item"]) for kind, part in parts]
        case "BatchGetItem":
            return [right(action, table, *asked["Keys"]) for table, asked in body["RequestItems"].items()]
        case "Query":
            return [right(action, body["TableName"], index=body.get("IndexName"))]
        case _:
            return [right(action, body["TableName"], body.get("Key") or body["Item"])]


def in_s3(method, path, headers, body):
    """The rights that a request to S3 needs, signed by its headers or by its URL."""
    place = urllib.parse.urlsplit(path)
    bucket, _, key = urllib.parse.unquote(place.path).lstrip("/").partition("/")
    query = urllib.parse.parse_qs(place.query, keep_blank_values=True)
    arn = f"arn:aws:s3:::{bucket}"
    if not key:
        if method == "POST" and "delete" in query:
            return [("s3:DeleteObject", f"{arn}/{name}", []) for name in re.findall(r"<Key>(.*?)</Key>", body.decode())]
        if method == "POST":
            key = re.search(rb'name="key"\r\n(?:[^\r]+\r\n)*\r\n(.*?)\r\n', body)[1].decode()
            return [("s3:PutObject", f"{arn}/{key}", [])]
        assert method in ("GET", "HEAD"), f"{method} {path} is unknown here"
        return [("s3:ListBucketVersions" if "versions" in query else "s3:ListBucket", arn, [])]
    action = {"PUT": "s3:PutObject", "DELETE": "s3:DeleteObject", "GET": "s3:GetObject", "HEAD": "s3:GetObject"}[method]
    rights = [("s3:GetObjectVersion" if "versionId" in query else action, f"{arn}/{key}", [])]
    if source := headers.get("x-amz-copy-source"):
        rights.append(("s3:GetObject", "arn:aws:s3:::" + urllib.parse.unquote(source).lstrip("/"), []))
    return rights


def needed(method, path, headers, body):
    """The rights that a request to AWS needs."""
    service, _, action = headers.get("X-Amz-Target", "").partition(".")
    if service == "DynamoDB_20120810":
        return in_dynamo(action, json.loads(body))
    if service == "AmazonSQS":
        queue = json.loads(body)["QueueUrl"].rpartition("/")[2]
        return [(f"sqs:{action}", f"arn:aws:sqs:{stack.REGION}:{ACCOUNT}:{queue}", [])]
    if service == "AWSEvents":
        buses = {entry["EventBusName"].rpartition("/")[2] for entry in json.loads(body)["Entries"]}
        return [(f"events:{action}", f"arn:aws:events:{stack.REGION}:{ACCOUNT}:event-bus/{bus}", []) for bus in buses]
    assert not service, f"{service} is unknown here"
    return in_s3(method, path, headers, body)


class Guard(Proxy):
    """LocalStack for one function, behind what its role allows. `refused` lists what was not allowed."""

    def __init__(self, endpoint, function, without=()):
        self.rights, self.refused = Rights(function, without), []
        super().__init__(endpoint)

    def refusal(self, method, path, headers, body):
        asked = needed(method, path, headers, body)
        missing = [f"{action} on {arn}" for action, arn, keys in asked if not self.rights.allow(action, arn, keys)]
        if not missing and self._must_not_know(method, path, asked):
            missing = [f"s3:ListBucket for {path}"]
        if not missing:
            return None
        self.refused += missing
        if "X-Amz-Target" in headers:
            return "application/x-amz-json-1.0", json.dumps({"__type": "AccessDeniedException", "message": missing[0]}).encode()
        return "application/xml", b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

    def _must_not_know(self, method, path, asked):
        """Whether the object is missing and the role may not list its bucket, so that S3 answers 403 and not 404:
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"""
        action, arn, _ = asked[0]
        if method not in ("GET", "HEAD") or action != "s3:GetObject" or self.rights.allow("s3:ListBucket", arn.partition("/")[0]):
            return False
        with contextlib.closing(http.client.HTTPConnection(self.target)) as there:
            there.request("HEAD", urllib.parse.urlsplit(path).path)
            return there.getresponse().status == 404
