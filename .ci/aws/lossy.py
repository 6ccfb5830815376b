"""A proxy before LocalStack that passes every request on, but loses the answer to the first PUT of
each object of a bucket: the client cannot know that it was stored."""
import http.client
import http.server
import threading
import urllib.parse


class Lossy:
    def __init__(self, endpoint, bucket):
        self.target = urllib.parse.urlsplit(endpoint).netloc
        self.prefix = f"/{bucket}/"
        self.lost, self.lock = set(), threading.Lock()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._proxy())
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]

    def loses(self, method, path):
        with self.lock:
            if method != "PUT" or not path.startswith(self.prefix) or path in self.lost:
                return False
            self.lost.add(path)
            return True

    def _proxy(lossy):
        class Proxy(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                there = http.client.HTTPConnection(lossy.target)
                headers = {k: v for k, v in self.headers.items() if k.lower() != "expect"}
                there.request(self.command, self.path, body, headers)
                answer = there.getresponse()
                content = answer.read()
                there.close()
                if lossy.loses(self.command, self.path):
                    assert answer.status == 200, content
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = pass_on

        return Proxy

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
