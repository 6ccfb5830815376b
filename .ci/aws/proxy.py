"""A proxy in front of LocalStack: counts requests, and drops responses on demand."""
import collections
import http.client
import http.server
import json
import threading
import urllib.parse

from local import LocalServer

READS = {"GetItem", "BatchGetItem", "Query", "Scan"}


class Proxy(LocalServer):
    """`calls` counts requests by operation, `units` the capacity DynamoDB says they took, indexes
    included. With `losing` a bucket, the answer to the first PUT of each of its objects is lost: the
    client cannot know that it was stored."""

    def __init__(self, endpoint, losing=None):
        self.target = urllib.parse.urlsplit(endpoint).netloc
        self.prefix = f"/{losing}/" if losing else None
        self.calls, self.units, self.lost = collections.Counter(), collections.Counter(), set()
        self.lock = threading.Lock()
        super().__init__()
        self.server.handle_error = lambda *_: None

    def refusal(self, method, path, headers, body):
        """The type and the body of a 403 in place of LocalStack's answer, for subclasses."""
        return None

    def loses(self, method, path):
        with self.lock:
            if self.prefix is None or method != "PUT" or not path.startswith(self.prefix) or path in self.lost:
                return False
            self.lost.add(path)
            return True

    def count(self, operation, answer):
        with self.lock:
            self.calls[operation] += 1
            if operation.startswith("dynamodb."):
                kind = "read" if operation.split(".")[1] in READS else "write"
                consumed = json.loads(answer or b"{}").get("ConsumedCapacity", [])
                for table in consumed if isinstance(consumed, list) else [consumed]:
                    self.units[kind] += table["CapacityUnits"]

    def _handler(proxy):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def operation(self):
                """`dynamodb.GetItem`, `sqs.SendMessage`, `events.PutEvents`, `lambda.Invoke`, `s3.PUT`."""
                if self.path.startswith("/2015-03-31/functions/"):
                    return "lambda.Invoke"
                target = self.headers.get("X-Amz-Target", "")
                service = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AWSEvents": "events"}
                name, _, action = target.partition(".")
                return f"{service[name]}.{action}" if target else f"s3.{self.command}"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("expect", "content-length")}
                if refused := proxy.refusal(self.command, self.path, self.headers, body):
                    return self.refuse(*refused)
                operation = self.operation()
                if operation.startswith("dynamodb."):
                    # LocalStack does not check the signature of a body, so the proxy may change the request.
                    body = json.dumps({**json.loads(body), "ReturnConsumedCapacity": "INDEXES"}).encode()
                there = http.client.HTTPConnection(proxy.target)
                there.request(self.command, self.path, body, {**headers, "Content-Length": str(len(body))})
                answer = there.getresponse()
                content = answer.read()
                there.close()
                if answer.status < 300:
                    proxy.count(operation, content)
                if proxy.loses(self.command, self.path):
                    assert answer.status == 200, content
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                        self.send_header(name, value)
                length = answer.getheader("Content-Length", "0") if self.command == "HEAD" else str(len(content))
                self.send_header("Content-Length", length)
                self.end_headers()
                self.wfile.write(content)

            def refuse(self, kind, content):
                self.send_response(403)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = pass_on

        return Handler
