"""The steps of docs/install.md, run with real programs of Debian.

/etc is a folder of the test, and systemctl only notes what it is told.
"""

import json
import os
import re
import subprocess
import unittest

from harness import (
    PROMETHEUS,
    PROMTOOL,
    Program,
    SystemTest,
    request,
    request_json,
    wait_until,
)
from layouts import LAYOUTS, steps

ALERTMANAGER = os.environ["ALERTMANAGER"]
AMTOOL = os.environ["AMTOOL"]
GRAFANA = "https://grafana.example.org"
RUNBOOKS = "https://wiki.example.org/pitel"


class Installed:
    """An /etc/prometheus after the steps, from one of the layouts."""

    def __init__(self, layout, root):
        self.folder = root / "etc/prometheus"
        self.folder.mkdir(parents=True)
        # Examples of Debian, which the steps replace.
        for name in ("prometheus.yml", "alertmanager.yml"):
            (self.folder / name).write_text("example: true\n")
        source = LAYOUTS[layout](root)
        script = source / "install-rules.sh"
        script.write_text(self._moved(script.read_text(), root))
        commands = [
            self._moved(line, root).replace("deploy/", f"{source}/")
            for line in steps("Prometheus and Alertmanager")
        ]
        self.told = root / "told"
        self.run = subprocess.run(
            [
                "bash",
                "-euc",
                f'umask 077; systemctl() {{ echo "$@" >>{self.told}; }}\n'
                + "\n".join(commands),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        self.commands = commands

    @staticmethod
    def _moved(text, root):
        return text.replace("/etc/prometheus", f"{root}/etc/prometheus")


def ready(program, name):
    """The address of a server that says where it listens."""
    address = program.find(
        r'msg="?Listening on"? address=(\S+)', lambda: program.stderr
    )[1]
    url = f"http://{address}"
    wait_until(lambda: request(f"{url}/-/ready").status == 200, name)
    return url


class Steps(SystemTest):
    def check(self, *command):
        run = subprocess.run(
            command, capture_output=True, text=True, check=False
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def installed(self, layout):
        installed = Installed(layout, self.folder())
        self.assertEqual(installed.run.returncode, 0, installed.run.stderr)
        return installed

    def server(self, *command):
        return self.running(Program(command, self.folder()))

    def prometheus(self, installed):
        data = self.folder()
        return ready(
            self.server(
                PROMETHEUS,
                f"--config.file={installed.folder}/prometheus.yml",
                f"--storage.tsdb.path={data}",
                "--web.listen-address=127.0.0.1:0",
            ),
            "Prometheus",
        )

    def test_are_three_and_end_with_a_reload(self):
        for layout in LAYOUTS:
            with self.subTest(layout):
                installed = self.installed(layout)
                self.assertEqual(len(installed.commands), 3)
                self.assertEqual(
                    installed.told.read_text(),
                    "reload prometheus prometheus-alertmanager\n",
                )

    def test_files_can_be_read_by_other_users(self):
        """Even where root's files usually cannot."""
        for layout in LAYOUTS:
            with self.subTest(layout):
                folder = self.installed(layout).folder
                self.assertEqual((folder / "rules").stat().st_mode & 0o5, 0o5)
                files = [path for path in folder.rglob("*") if path.is_file()]
                self.assertEqual(len(files), 5)
                for file in files:
                    self.assertTrue(file.stat().st_mode & 0o4, file)

    def test_configurations_are_valid(self):
        for layout in LAYOUTS:
            with self.subTest(layout):
                folder = self.installed(layout).folder
                self.check(
                    PROMTOOL, "check", "config", f"{folder}/prometheus.yml"
                )
                self.check(
                    AMTOOL, "check-config", f"{folder}/alertmanager.yml"
                )

    def test_prometheus_loads_the_rules_with_the_links_given(self):
        source = LAYOUTS["repository"](self.folder())
        shipped = {
            name
            for file in source.glob("prometheus/rules/*.yml")
            for name in re.findall(
                r'(?:alert|record)"?: "(.+)"', file.read_text()
            )
        }
        self.assertGreater(len(shipped), 80)
        url = self.prometheus(self.installed("package"))
        groups = request_json(f"{url}/api/v1/rules")["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        self.assertEqual({rule["name"] for rule in rules}, shipped)
        alerts = [rule for rule in rules if rule["type"] == "alerting"]
        self.assertGreater(len(alerts), 40)
        for alert in alerts:
            texts = alert["annotations"]
            self.assertTrue(texts["dashboard_url"].startswith(f"{GRAFANA}/d/"))
            self.assertTrue(
                texts["runbook_url"].startswith(f"{RUNBOOKS}/{alert['name']}")
            )
            self.assertNotIn("example.com", json.dumps(texts), alert["name"])

    def test_prometheus_scrapes_the_exporter_under_the_name_of_the_job(self):
        url = self.prometheus(self.installed("repository"))
        jobs = wait_until(
            lambda: request_json(f"{url}/api/v1/targets")["data"][
                "activeTargets"
            ],
            "a target",
        )
        self.assertEqual(
            [(job["labels"]["job"], job["scrapeUrl"]) for job in jobs],
            [("pitel", "http://localhost:10748/metrics")],
        )

    def test_alertmanager_starts_with_the_texts_of_notifications(self):
        for layout in LAYOUTS:
            with self.subTest(layout):
                folder = self.installed(layout).folder
                data = self.folder()
                program = self.server(
                    ALERTMANAGER,
                    f"--config.file={folder}/alertmanager.yml",
                    f"--storage.path={data}",
                    "--web.listen-address=127.0.0.1:0",
                    "--cluster.listen-address=",
                )
                url = ready(program, "Alertmanager")
                status = request_json(f"{url}/api/v2/status")
                self.assertIn("pager", status["config"]["original"])
                texts = (folder / "pitel.tmpl").read_text()
                self.assertIn('define "pitel.page"', texts)


if __name__ == "__main__":
    unittest.main()
