"""Stands in for CloudFront: copies of the files of a bucket, and the call that makes it forget them. A file that is
not there is answered 403, as S3 answers a reader who may not list."""
import fnmatch
import http.server
import re
import urllib.parse

import stack
from local import LocalServer


class Edge(LocalServer):
    """`forgotten` lists the paths of the invalidations. The copies of the paths in `stubborn` outlive the next one,
    although it is accepted."""

    def __init__(self, bucket):
        self.bucket, self.s3 = bucket, stack.client("s3")
        self.copies, self.forgotten, self.stubborn = {}, [], set()
        super().__init__()

    def read(self, path):
        """The file, or None."""
        if path not in self.copies:
            try:
                found = self.s3.get_object(Bucket=self.bucket, Key=urllib.parse.unquote(path.lstrip("/")))
            except self.s3.exceptions.NoSuchKey:
                return None
            self.copies[path] = found["Body"].read()
        return self.copies[path]

    def forget(self, patterns):
        self.forgotten += patterns
        stubborn, self.stubborn = self.stubborn, set()
        self.copies = {
            path: copy
            for path, copy in self.copies.items()
            if path in stubborn or not any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
        }

    def _handler(edge):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                body = edge.read(self.path)
                if body is None:
                    return self.reply(403, b"<Error><Code>AccessDenied</Code></Error>", x_amz_request_id="test")
                self.reply(200, body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                assert re.fullmatch(r"/2020-05-31/distribution/[^/]+/invalidation", self.path), self.path
                edge.forget(re.findall(r"<Path>(.*?)</Path>", body))
                self.reply(201, b"<Invalidation/>", content_type="application/xml")

        return Handler
