"""What _config.tenants of the mixin changes for single tenants.

`vip` pages, grades two alerts otherwise, promises another service level, and is
open from 8 to 18 on working days. Time 0 is Thursday, 07:00 for the operator.
"""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from promtool import (
    JSONNET,
    REPOSITORY,
    AlertTest,
    Firing,
    counter,
    gauge,
    read_by,
    selector,
)

MIXIN = """
(import 'grafana/mixin.libsonnet') + {
  _config+:: {
    tenants: {
      vip: {
        pages: true,
        severities: {
          PitelUnansweredHigh: 'critical',
          PitelRingingBacklog: 'warning',
        },
        service_level: { share: 0.9, seconds: 10 },
        business_hours: { from: 8, to: 18, days: [1, 2, 3, 4, 5] },
      },
    },
  },
}
"""

# All would take a minute.
TESTED = ("PitelRingingBacklog", "PitelServiceLevelLow", "PitelUnansweredHigh")


def setUpModule():
    folder = tempfile.TemporaryDirectory(prefix="pitel_rules_")
    unittest.addModuleCleanup(folder.cleanup)
    recorded = {rule["record"]: rule for rule in rules_of("prometheusRules")}
    alerts = [
        rule for rule in rules_of("prometheusAlerts") if rule["alert"] in TESTED
    ]
    rules = read_by(alerts, recorded) + alerts
    file = Path(folder.name) / "rules.json"
    file.write_text(json.dumps({"groups": [{"name": "all", "rules": rules}]}))
    Tenants.rule_files = (file,)


def rules_of(kind):
    mixin = subprocess.run(
        [JSONNET, "-e", f"({MIXIN}).{kind}"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    return [
        rule for group in json.loads(mixin)["groups"] for rule in group["rules"]
    ]


def waits(bucket, in_time, answered, tenant):
    """Answered all at once, at 2h5m; those in time within these seconds."""

    def history(count):
        return gauge(("2h5m", 0), ("115m", count))

    name = "pitel_call_wait_seconds"
    return {
        selector(f"{name}_bucket", tenant=tenant, le=bucket): history(in_time),
        selector(f"{name}_count", tenant=tenant): history(answered),
    }


def firing(alert, severity, since, until, tenant):
    labels = {"tenant": tenant} | {
        "page": "yes" if tenant == "vip" else "no"
    }
    return Firing(alert, severity, since, until, labels)


class Tenants(AlertTest):
    def backlog(self, tenant, begin="2h"):
        return {
            selector("pitel_ringing_callers", tenant=tenant): gauge(
                (begin, 0), ("3m", 8), ("30m", 0)
            )
        }

    def test_one_pages_with_a_severity_of_its_own(self):
        self.check(
            self.backlog("vip") | self.backlog("acme"),
            [
                firing("PitelRingingBacklog", "warning", "2h1m", "2h8m", "vip"),
                firing(
                    "PitelRingingBacklog", "critical", "2h1m", "2h8m", "acme"
                ),
            ],
            watch="150m",
        )

    def test_before_it_opens_it_has_no_trouble(self):
        # It is eight at 1h.
        self.check(
            self.backlog("vip", "40m") | self.backlog("acme", "40m"),
            [firing("PitelRingingBacklog", "critical", "41m", "48m", "acme")],
            watch="70m",
        )

    def test_nor_on_a_weekend(self):
        self.check(
            self.backlog("vip", "50h"),
            [],
            watch="50h20m",
            step="1m",
        )

    def test_unanswered_calls(self):
        series = {
            selector(
                f"pitel_calls_{what}_total", tenant=tenant, direction="inbound"
            ): counter(("4h", per_minute))
            for tenant in ("vip", "acme")
            for what, per_minute in (("answered", 2), ("unanswered", 3))
        }
        self.check(
            series,
            [
                # It opens at 1h.
                firing("PitelUnansweredHigh", "critical", "65m", None, "vip"),
                firing("PitelUnansweredHigh", "warning", "11m", None, "acme"),
            ],
            step="1m",
            watch="2h",
        )

    def test_its_service_level_is_another(self):
        # 16 of 30 are beyond chance of 80 %, and not of 70 %.
        self.check(
            waits("10.0", 16, 30, "vip") | waits("20.0", 16, 30, "acme"),
            [firing("PitelServiceLevelLow", "warning", "140m", "185m", "vip")],
            step="1m",
            watch="4h",
        )


if __name__ == "__main__":
    unittest.main()
