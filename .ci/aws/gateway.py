"""Stands in for the HTTP API of a stack with `Auth=JWT`: it knows the routes and the scopes of the template, and calls
a function with the events that API Gateway sends. The text of a token is its scopes, with commas between them."""
import http.server
import pathlib
import re
import threading
import urllib.parse

import transformed
from local import LocalServer

ROOT = pathlib.Path(__file__).resolve().parents[2]


def routes():
    """The template's routes: (method, pattern of the path, scopes of which one is needed)."""
    found = []
    for resource in transformed.template((ROOT / "template.yaml").read_text())["Resources"].values():
        if resource["Type"] == "AWS::ApiGatewayV2::Route":
            method, path = resource["Properties"]["RouteKey"].split(" ")
            condition, scopes, _ = resource["Properties"]["AuthorizationScopes"]["Fn::If"]
            assert condition == "UseJwt"
            found.append((method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), set(scopes)))
    return found


class Gateway(LocalServer):
    """`answer` gets an event and returns the function's answer."""

    def __init__(self, answer):
        self.answer, self.routes, self.lock = answer, routes(), threading.Lock()
        super().__init__()

    def scopes_of(self, method, path):
        """The scopes of a route, or None if there is no such route."""
        return next((scopes for m, pattern, scopes in self.routes if m == method and pattern.fullmatch(path)), None)

    def called(self, method, target, headers, body):
        """Status, headers and body of the answer to a request."""
        path, _, query = target.partition("?")
        wanted = self.scopes_of(method, path)
        if wanted is None:
            return 404, {}, '{"message":"Not Found"}'
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            return 401, {}, '{"message":"Unauthorized"}'
        granted = token.split(",")
        if not wanted & set(granted):
            return 403, {}, '{"message":"Forbidden"}'
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "headers": headers,
            "queryStringParameters": dict(urllib.parse.parse_qsl(query, keep_blank_values=True)),
            "requestContext": {
                "authorizer": {
                    "jwt": {
                        "claims": {"iss": "https://issuer.example", "sub": "tester", "scope": " ".join(granted)},
                        "scopes": sorted(wanted & set(granted)),
                    }
                },
                "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test"},
                "stage": "$default",
            },
            "isBase64Encoded": False,
            **({"body": body.decode()} if body else {}),
        }
        with self.lock:
            answer = self.answer(event)
        return answer["statusCode"], answer.get("headers", {}), answer.get("body") or ""

    def _handler(gateway):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, answered, text = gateway.called(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in {**answered, "content-length": str(len(text.encode()))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

        return Handler
