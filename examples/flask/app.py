import base64, hashlib, hmac, json, os, pathlib, time, urllib.error, urllib.request
from flask import Flask, Response, request

TINTYPE, TOKEN = os.environ["TINTYPE_URL"], os.environ["TINTYPE_TOKEN"]
SECRET = base64.b64decode(os.environ["TINTYPE_WEBHOOK_SECRET"].removeprefix("whsec_"))
PAGE = pathlib.Path(__file__).with_name("..").joinpath("page.html").read_text().replace("{{tintype}}", TINTYPE)
pictures = {}  # a real site has a database
app = Flask(__name__)


def tintype(method, path, body=None, headers={}):
    headers = {**headers, "authorization": f"Bearer {TOKEN}"}
    try:
        return urllib.request.urlopen(urllib.request.Request(TINTYPE + path, body, headers, method=method))
    except urllib.error.HTTPError as refusal:
        return refusal


@app.get("/")
def form():
    return PAGE


@app.post("/api/images")
@app.post("/api/images/<id>/versions/<version>/uploaded")
def pass_on(**_):  # a real site checks here who asks
    headers = {"content-type": "application/json", "idempotency-key": request.headers.get("idempotency-key", os.urandom(8).hex())}
    with tintype("POST", request.path.removeprefix("/api"), request.get_data() or None, headers) as answer:
        return Response(answer.read(), answer.status, content_type=answer.headers["content-type"])


@app.post("/webhook")
def told():
    if not is_signed(request.headers, request.get_data()):
        return "", 401
    event = json.loads(request.get_data())
    if event["type"] == "image.ready":
        image = event["data"]["imageId"]
        with tintype("GET", f"/images/{image}/markup?alt=A+picture&sizes=50vw") as answer:
            pictures[image] = json.load(answer)["html"]
    if event["type"] == "image.failed":
        pictures[event["data"]["imageId"]] = event["data"]["message"]
    return "", 204


def is_signed(headers, body):  # https://www.standardwebhooks.com
    id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    expected = b"v1," + base64.b64encode(hmac.digest(SECRET, f"{id}.{at}.".encode() + body, hashlib.sha256))
    signatures = headers.get("webhook-signature", "").encode().split(b" ")
    return at.isdecimal() and abs(time.time() - int(at)) < 300 and any(hmac.compare_digest(one, expected) for one in signatures)


@app.get("/pictures/<id>")
def picture(id):
    return pictures.get(id, '<meta http-equiv="refresh" content="1">The picture is being made.')


if __name__ == "__main__":
    app.run("127.0.0.1", int(os.environ.get("PORT", 3000)))
