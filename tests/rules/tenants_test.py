"""What _config.tenants of the mixin changes for single tenants.

`vip` pages, grades two alerts otherwise, promises another service level, and is
open from 8 to 18 on working days. `night` is open in the nights that begin on
them, and `always` at all hours. Time 0 is Thursday, 07:00 for the operator.
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
      night: { business_hours: { from: 22, to: 6, days: [1, 2, 3, 4, 5] } },
      always: { business_hours: { from: 0, to: 24 } },
    },
  },
}
"""

ALERTS = (
    "PitelNoCallsAnsweredAnywhere",
    "PitelOutboundOffHours",
    "PitelRingingBacklog",
    "PitelServiceLevelLow",
    "PitelUnansweredHigh",
)


def setUpModule():
    folder = tempfile.TemporaryDirectory(prefix="pitel_rules_")
    unittest.addModuleCleanup(folder.cleanup)
    recorded = rules_of("prometheusRules")
    by_name = {rule["record"]: rule for rule in recorded}
    alerts = rules_of("prometheusAlerts")
    for name in ALERTS:
        own = [rule for rule in alerts if rule["alert"] == name]
        # Each tenant has a rule of its own, of one name.
        read = {rule["record"] for rule in read_by(own, by_name)}
        rules = [rule for rule in recorded if rule["record"] in read] + own
        file = Path(folder.name) / f"{name}.json"
        file.write_text(
            json.dumps({"groups": [{"name": "all", "rules": rules}]})
        )
        FILES[name] = (file,)


FILES = {}  # rules by alert: all alerts would take a minute


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
        self.rule_files = FILES["PitelRingingBacklog"]
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
        self.rule_files = FILES["PitelRingingBacklog"]
        # It is eight at 1h.
        self.check(
            self.backlog("vip", "40m") | self.backlog("acme", "40m"),
            [firing("PitelRingingBacklog", "critical", "41m", "48m", "acme")],
            watch="70m",
        )

    def test_nor_on_a_weekend(self):
        self.rule_files = FILES["PitelRingingBacklog"]
        self.check(
            self.backlog("vip", "50h"),
            [],
            watch="50h20m",
            step="1m",
        )

    def test_a_night_belongs_to_the_day_on_which_it_begins(self):
        self.rule_files = FILES["PitelRingingBacklog"]
        name = "tenant:pitel_open:bool"
        # It is Thursday at 0h, Friday from 17h on, and Monday from 89h on.
        self.check_values(
            {},
            [
                (f'{name}{{tenant="night"}}', f"{hour}h", {
                    f'{name}{{tenant="night"}}': value
                })
                for hour, value in (
                    (14, 0),
                    (15, 1),
                    (22, 1),
                    (23, 0),
                    (46, 1),
                    (63, 0),
                    (70, 0),
                    (94, 0),
                    (111, 1),
                )
            ],
            step="1h",
        )

    def test_calls_out_at_night_while_it_is_open(self):
        self.rule_files = FILES["PitelOutboundOffHours"]
        def calls_out(tenant):
            return {
                selector(
                    "pitel_active_calls",
                    tenant=tenant,
                    server="s1",
                    direction="outbound",
                    state="oncall",
                ): gauge(("40h", 0), ("1h", 6), ("1h", 0))
            }

        self.check(
            calls_out("always") | calls_out("acme"),
            [
                firing(
                    "PitelOutboundOffHours", "critical", "40h5m", "41h", "acme"
                )
            ],
            step="150s",
            watch="42h",
        )

    def test_calls_before_it_opens_are_no_trouble_after_it(self):
        """A voicemail takes them until eight, people do later."""
        self.rule_files = FILES["PitelUnansweredHigh"]
        self.check(
            {
                selector(
                    f"pitel_calls_{what}_total",
                    tenant=tenant,
                    direction="inbound",
                ): counter(("1h", before), ("3h", then))
                for tenant in ("vip", "acme")
                for what, before, then in (
                    ("answered", 0.5, 2),
                    ("unanswered", 1.5, 0),
                )
            },
            [firing("PitelUnansweredHigh", "warning", "20m", "1h31m", "acme")],
            step="1m",
            watch="3h",
        )

    def test_tenants_that_are_closed_are_not_those_that_nobody_answers(self):
        self.rule_files = FILES["PitelNoCallsAnsweredAnywhere"]
        def called(*tenants):
            return {
                selector(
                    f"pitel_calls_{what}_total",
                    tenant=tenant,
                    direction="inbound",
                ): gauge(("10m", 5), ("30m", 5 + count))
                for tenant in tenants
                for what, count in (("started", 8), ("answered", 0))
            }

        others = ("a", "b", "c", "d")
        self.check(called("vip", *others), watch="30m")
        self.check(
            called("always", *others),
            [
                Firing(
                    "PitelNoCallsAnsweredAnywhere", "critical", "11m", "25m"
                )
            ],
            watch="30m",
        )

    def test_unanswered_calls(self):
        self.rule_files = FILES["PitelUnansweredHigh"]
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
                # It opens at 1h; half an hour later, all calls are of its hours.
                firing("PitelUnansweredHigh", "critical", "95m", None, "vip"),
                firing("PitelUnansweredHigh", "warning", "11m", None, "acme"),
            ],
            step="1m",
            watch="2h",
        )

    def test_its_service_level_is_another(self):
        self.rule_files = FILES["PitelServiceLevelLow"]
        # 16 of 30 are beyond chance of 80 %, and not of 70 %.
        self.check(
            waits("10.0", 16, 30, "vip") | waits("20.0", 16, 30, "acme"),
            [firing("PitelServiceLevelLow", "warning", "140m", "185m", "vip")],
            step="1m",
            watch="4h",
        )


if __name__ == "__main__":
    unittest.main()
