#!/usr/bin/env python3
"""An exporter as one writes it in an afternoon, to compare the real one with.

    tests/benchmark/script_exporter.py URL API_KEY

Asks the Pitel API at each scrape, counts legs and extensions, and prints them.
"""

import collections
import http.server
import json
import sys
import urllib.request


class Api:
    def __init__(self, url, key):
        self.url = url
        body = json.dumps({"api_key": key}).encode()
        self.token = self.ask("/v3/auth/token", {}, body)["token"]

    def ask(self, path, headers, body=None):
        request = urllib.request.Request(self.url + path, body, headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def rows(self):
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.ask("/v3/monitor?", headers)["data"]


def lines(rows):
    legs = collections.Counter()
    extensions = collections.Counter()
    for row in rows:
        where = row["domain_name"], row["server_host"]
        state = row["call_state"].lower() or "idle"
        extensions[(*where, state)] += 1
        if row["call_id"]:
            legs[(*where, row["direction"], state)] += 1
    yield "# TYPE pitel_active_legs gauge"
    for (tenant, server, direction, state), count in sorted(legs.items()):
        yield (
            f'pitel_active_legs{{tenant="{tenant}",server="{server}",'
            f'direction="{direction}",state="{state}"}} {count}'
        )
    yield "# TYPE pitel_extensions gauge"
    for (tenant, server, state), count in sorted(extensions.items()):
        yield (
            f'pitel_extensions{{tenant="{tenant}",server="{server}",'
            f'state="{state}"}} {count}'
        )


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api = None

    def do_GET(self):
        body = ("\n".join(lines(self.api.rows())) + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    Handler.api = Api(*sys.argv[1:])
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        print(f"listening on {server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
