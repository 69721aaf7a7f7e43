#!/usr/bin/env python3
"""A Pitel API over TLS with one call, for a system without the simulator.

    api.py PORT CERTIFICATE KEY API_KEY
"""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROW = {
    "call_id": "c1",
    "call_state": "ONCALL",
    "call_time": "2026-01-01 08:00:00",
    "direction": "inbound",
    "domain_name": "one.example.com",
    "extension": "101",
    "server_host": "192.0.2.1",
}
TOKEN = "t0ken"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        right = json.loads(body) == {"api_key": sys.argv[4]}
        self.respond(right, {"token": TOKEN, "expired_in": 86400})

    def do_GET(self):
        right = self.headers["Authorization"] == f"Bearer {TOKEN}"
        self.respond(right, {"data": [ROW], "total": 1})

    def respond(self, right, value):
        body = json.dumps(value if right else {}).encode()
        self.send_response(200 if right else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
