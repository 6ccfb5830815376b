"""Takes every request, with bodies of any length, and answers what arrived: the X-Forwarded-For fields and the bytes.
Bodies that broke off are told on standard error.

listener.py PORT
"""

import http.server
import json
import sys


class Listener(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        left = length = int(self.headers.get("content-length", 0))
        while left > 0:
            part = self.part(min(left, 1 << 20))
            if not part:
                print(f"{self.path}: {length} bytes broke off", file=sys.stderr, flush=True)
                self.close_connection = True
                return
            left -= len(part)
        answer = json.dumps({"forwarded": self.headers.get_all("x-forwarded-for", []), "bytes": length}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_PUT = do_GET

    def part(self, most):
        try:
            return self.rfile.read1(most)
        except ConnectionResetError:
            return b""


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Listener).serve_forever()
