"""A real Alertmanager, and a webhook that it notifies."""

import json
import os
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from harness import Program, request, request_json, wait_until

REPOSITORY = Path(__file__).resolve().parents[2]
ALERTMANAGER_CONFIG = REPOSITORY / "deploy/alertmanager/alertmanager.yml"
ALERTMANAGER = os.environ.get("ALERTMANAGER") or shutil.which(
    "prometheus-alertmanager"
)
AMTOOL = os.environ.get("AMTOOL") or shutil.which("amtool")

DURATION = r"\d+(?:ms|[smhd])"


class Webhook:
    """Keeps the `notifications` that it gets: (path, message) in order."""

    def __init__(self):
        self.notifications = []
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                message = json.loads(self.rfile.read(length))
                webhook.notifications.append((self.path, message))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        ).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def alerts(self, name, status):
        """(path, alert) of all notifications with this status."""
        return [
            (path, alert)
            for path, message in list(self.notifications)
            for alert in message["alerts"]
            if alert["labels"]["alertname"] == name
            and alert["status"] == status
        ]

    def wait_for(self, name, status):
        return wait_until(
            lambda: self.alerts(name, status), f"{name} is {status}"
        )[0]


def hurried(config):
    """The configuration with every wait of Alertmanager set to a second."""
    for key in ("group_wait", "group_interval"):
        config = re.sub(f"{key}: {DURATION}", f"{key}: 1s", config)
    return config


class Alertmanager(Program):
    """With the shipped configuration, except for addresses of webhooks."""

    def __init__(self, webhook, folder, change=hurried):
        config = change(
            ALERTMANAGER_CONFIG.read_text().replace(
                "http://localhost:9095", webhook.url
            )
        )
        (folder / "alertmanager.yml").write_text(config)
        for texts in ALERTMANAGER_CONFIG.parent.glob("*.tmpl"):
            shutil.copy(texts, folder)
        super().__init__(
            [
                ALERTMANAGER,
                f"--config.file={folder}/alertmanager.yml",
                f"--storage.path={folder}/data",
                "--web.listen-address=127.0.0.1:0",
                "--cluster.listen-address=",
                "--log.level=debug",
            ],
            folder,
        )
        address = self.find(
            r'msg="?Listening on"? address=(\S+)', lambda: self.stderr
        )[1]
        self.url = f"http://{address}"
        wait_until(
            lambda: request(f"{self.url}/-/ready").status == 200,
            "Alertmanager is ready",
        )

    def resolve(self, *labels):
        """Alerts that are over."""
        self.tell(*labels, endsAt="2024-05-06T00:00:00Z")

    def tell(self, *labels, **times):
        """Alerts that fire from now on."""
        response = request(
            f"{self.url}/api/v2/alerts",
            "POST",
            {"Content-Type": "application/json"},
            json.dumps(
                [
                    {"labels": one, "annotations": self.texts(one)} | times
                    for one in labels
                ]
            ),
        )
        if response.status != 200:
            raise AssertionError(response.body)

    @staticmethod
    def texts(labels):
        return {
            "description": f"{labels['alertname']} of "
            f"{labels.get('tenant', '')} {labels.get('target', '')}."
        }

    def states(self):
        """Active or suppressed, by job and name of each alert."""
        return {
            (alert["labels"]["job"], alert["labels"]["alertname"]): alert[
                "status"
            ]["state"]
            for alert in request_json(f"{self.url}/api/v2/alerts")
        }
