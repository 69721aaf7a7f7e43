"""From phones that ring at a simulated API to a notified webhook.

Everything between is real: the exporter, Prometheus with the rules, and
Alertmanager with its configuration. As shipped, a backlog must last for a
minute and is over five minutes after it: the rules here are of the same mixin,
with those times in seconds.
"""

import json
import os
import re
import subprocess
import unittest

from alerting import REPOSITORY, Alertmanager, Webhook
from harness import (
    PROMETHEUS,
    PROMTOOL,
    SystemTest,
    request,
    request_json,
    target,
    wait_until,
)

JSONNET = os.environ.get("JSONNET", "jsonnet")

# Alertmanager needs the rules' times only; thresholds are as shipped.
HURRY = """
(import 'grafana/mixin.libsonnet') + {
  _config+:: {
    fast_interval: '1s',
    normal_interval: '1s',
    alerts+: {
      PitelRingingBacklog+: { pending: '5s', keep: '%(keep)ds' },
      PitelQueueBacklog+: { pending: '5s', keep: '%(keep)ds' },
      PitelTargetDown+: { pending: '5s' },
    },
  },
}
"""


def rules(kind, keep):
    text = subprocess.run(
        [JSONNET, "-e", f"({HURRY % {'keep': keep}}).{kind}"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    return text


class EndToEnd(SystemTest):
    def start(self, keep, *platform):
        """All five, from the API to the webhook."""
        self.webhook = Webhook()
        self.addCleanup(self.webhook.close)
        # Enough phones, and few calls besides the injected ones.
        self.api = self.simulator(
            *(platform or ("--rows=200", "--tenants=4", "--load=0.01")),
            "--flat",
        )
        self.tenants = sorted(
            {row["domain_name"] for row in self.api.rows()},
            key=lambda name: -sum(
                row["domain_name"] == name for row in self.api.rows()
            ),
        )
        self.source = self.exporter(
            [target("hcm", self.api.url)],
            poll={"interval": "1s"},
            queues={"enabled": True},
        ).wait_ready()
        self.alertmanager = self.running(
            Alertmanager(self.webhook, self.folder())
        )
        self.prometheus = self.start_prometheus(keep)

    def start_prometheus(self, keep):
        folder = self.folder()
        for kind in ("prometheusRules", "prometheusAlerts"):
            (folder / f"{kind}.yml").write_bytes(rules(kind, keep))
        shipped = REPOSITORY / "deploy/prometheus/prometheus.yml"
        config = (
            shipped.read_text()
            .replace("localhost:10748", self.source.url.removeprefix("http://"))
            .replace(
                "localhost:9093",
                self.alertmanager.url.removeprefix("http://"),
            )
            .replace(": 10s", ": 1s")
            .replace("rules/*.yml", "prometheus*s.yml")
        )
        (folder / "prometheus.yml").write_text(config)
        checked = subprocess.run(
            [PROMTOOL, "check", "config", folder / "prometheus.yml"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertIn("2 rule files found", checked.stdout + checked.stderr)
        program = self.program(
            PROMETHEUS,
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            "--web.listen-address=127.0.0.1:0",
        )
        address = program.find(
            r'msg="Listening on" address=(\S+)', lambda: program.stderr
        )[1]
        url = f"http://{address}"
        wait_until(
            lambda: request(f"{url}/-/ready").status == 200,
            "Prometheus is ready",
        )
        return url

    def alerts(self):
        """Those that fire or are about to, by name and tenant."""
        response = request_json(f"{self.prometheus}/api/v1/alerts")
        return {
            (alert["labels"]["alertname"], alert["labels"].get("tenant"))
            for alert in response["data"]["alerts"]
        }

    def backlog(self, tenant, callers, phones, seconds):
        self.api.inject(
            f"backlog?tenant={tenant}&callers={callers}&phones={phones}"
            f"&seconds={seconds}"
        )

    def test_a_backlog_is_told_and_a_ring_group_is_not(self):
        self.start(keep=3)
        waiting, ordinary = self.tenants[:2]
        self.backlog(ordinary, callers=1, phones=5, seconds=1000)
        self.backlog(waiting, callers=8, phones=2, seconds=30)
        path, alert = self.webhook.wait_for("PitelRingingBacklog", "firing")
        self.assertEqual(path, "/chat")
        self.assertEqual(
            alert["labels"],
            {
                "alertname": "PitelRingingBacklog",
                "job": "pitel",
                "scope": "tenant",
                "severity": "critical",
                "target": "hcm",
                "tenant": waiting,
            },
        )
        texts = alert["annotations"]
        self.assertRegex(
            texts["description"],
            rf"^8 callers of {re.escape(waiting)} on hcm are ringing, beside \d+ "
            r"inbound calls in progress; the oldest of them has been ringing "
            r"for [\d.]+m?s\.$",
        )
        self.assertTrue(
            texts["dashboard_url"].endswith(
                f"/d/pitel-tenant?var-target=hcm&var-tenant={waiting}"
            ),
            texts["dashboard_url"],
        )
        self.assertTrue(
            texts["runbook_url"].endswith("/PitelRingingBacklog.md")
        )
        # Five phones have been ringing for one caller all the time.
        page = self.source.scrape()
        self.assertEqual(
            page.total("pitel_active_legs", tenant=ordinary, state="ringing"), 5
        )
        self.assertEqual(
            page.total("pitel_ringing_callers", tenant=ordinary), 1
        )
        self.assertNotIn(("PitelRingingBacklog", ordinary), self.alerts())

        path, _ = self.webhook.wait_for("PitelRingingBacklog", "resolved")
        self.assertEqual(path, "/chat")
        told = {
            alert["labels"]["tenant"]
            for _, alert in self.webhook.alerts("PitelRingingBacklog", "firing")
        }
        self.assertEqual(told, {waiting})

    def test_callers_in_a_queue_are_told_while_no_phone_rings(self):
        # The world stands still, apart from what is injected.
        self.start(3, "--rows=39", "--tenants=1", "--load=15", "--speed=0")
        (tenant,) = self.tenants
        self.api.inject(f"busy?tenant={tenant}&seconds=300")
        self.api.inject("advance?seconds=240")
        path, alert = self.webhook.wait_for("PitelQueueBacklog", "firing")
        self.assertEqual(path, "/chat")
        self.assertEqual(alert["labels"]["tenant"], tenant)
        page = self.source.scrape()
        self.assertEqual(page.total("pitel_ringing_callers"), 0)
        self.assertGreaterEqual(page.total("pitel_queue_waiting_callers"), 5)
        self.assertNotIn(("PitelRingingBacklog", tenant), self.alerts())

        # The agents work again.
        self.api.inject("advance?seconds=1200")
        path, _ = self.webhook.wait_for("PitelQueueBacklog", "resolved")
        self.assertEqual(path, "/chat")

    def test_a_target_that_is_down_is_told_and_what_hangs_on_it_is_not(self):
        # The backlog outlives the API.
        self.start(keep=3600)
        tenant = self.tenants[0]
        self.backlog(tenant, callers=8, phones=1, seconds=1000)
        self.webhook.wait_for("PitelRingingBacklog", "firing")
        self.api.inject("down?seconds=1000")
        path, alert = self.webhook.wait_for("PitelTargetDown", "firing")
        self.assertEqual(path, "/pager")
        self.assertEqual(alert["labels"]["target"], "hcm")
        self.assertRegex(
            alert["annotations"]["description"],
            r"^No poll of hcm has succeeded for 5s\. Most polls fail as `\w+`\.$",
        )
        self.assertIn(("PitelRingingBacklog", tenant), self.alerts())
        wait_until(
            lambda: self.alertmanager.states().get(
                ("pitel", "PitelRingingBacklog")
            )
            == "suppressed",
            "the backlog is inhibited",
        )
        self.assertEqual(
            self.alertmanager.states()["pitel", "PitelTargetDown"], "active"
        )
        self.assertEqual(
            self.webhook.alerts("PitelRingingBacklog", "resolved"), []
        )

        self.api.inject("clear")
        self.webhook.wait_for("PitelTargetDown", "resolved")
        wait_until(
            lambda: self.alertmanager.states()["pitel", "PitelRingingBacklog"]
            == "active",
            "the backlog is heard of again",
        )


if __name__ == "__main__":
    unittest.main()
