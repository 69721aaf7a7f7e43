"""An API host that responds as a test tells it to, and remembers who asked."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API_KEY = "11111111-aaaa-bbbb-cccc-5ec2e75ec2e7"
TOKEN_PATH = "/v3/auth/token"
MONITOR_PATH = "/v3/monitor?=null"
QUEUE_PATH = "/v3/monitor/callcenter/queue?"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict
    body: bytes


@dataclass(frozen=True)
class Response:
    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    missing: int = 0  # bytes that are announced but never sent


def json_response(value, status=200, **headers):
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(status, json.dumps(value).encode(), names)


def rows_response(rows):
    return json_response({"data": rows, "total": len(rows)})


SILENCE = object()  # no response at all; the connection stays open


class ScriptedApi:
    """`monitor`, `queue` and `token` are the responses of these endpoints from now on.

    Each is a Response, SILENCE, or a function from the Request to one of these.
    """

    def __init__(self, monitor=rows_response([]), listening=True):
        self.monitor = monitor
        self.queue = json_response({"data": None})
        self.token = self.fresh_token
        self.requests = []
        self._closed = threading.Event()
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), self._handler(), bind_and_activate=False
        )
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._server.request_queue_size = 128
        self._server.server_bind()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = None
        if listening:
            self.listen()

    def listen(self):
        """Until then, every connection is refused, but the port is reserved."""
        self._server.server_activate()
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def close(self):
        self._closed.set()
        if self._thread:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def fresh_token(self, _request=None):
        number = len(self.token_requests())
        token = {"token": f"t0ken-{number:04}", "expired_in": 86400}
        return json_response(token)

    def token_requests(self):
        return [one for one in self.requests if one.path == TOKEN_PATH]

    def monitor_requests(self):
        return [
            one
            for one in self.requests
            if one.path not in (TOKEN_PATH, QUEUE_PATH)
        ]

    def queue_requests(self):
        return [one for one in self.requests if one.path == QUEUE_PATH]

    def _respond(self, request):
        self.requests.append(request)
        response = {TOKEN_PATH: self.token, QUEUE_PATH: self.queue}.get(
            request.path, self.monitor
        )
        if callable(response):
            response = response(request)
        if response is SILENCE:
            self._closed.wait()
            raise ConnectionAbortedError
        return response

    def _handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1  # one write per response

            def respond(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                self.send(
                    api._respond(
                        Request(
                            self.command, self.path, dict(self.headers), body
                        )
                    )
                )

            do_GET = do_POST = respond

            def send(self, response):
                self.send_response(response.status)
                headers = {"Content-Type": "application/json"}
                for name, value in (headers | response.headers).items():
                    self.send_header(name, value)
                length = len(response.body) + response.missing
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(response.body)
                self.close_connection = response.missing > 0

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    pass  # the client did not wait

            def finish(self):
                try:
                    super().finish()
                except ConnectionError:
                    pass

            def log_message(self, *_):
                pass

        return Handler
