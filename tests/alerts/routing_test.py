"""Who hears of which alert: the shipped Alertmanager configuration."""

import json
import re
import subprocess
import sys
import unittest

from alerting import (
    ALERTMANAGER_CONFIG,
    AMTOOL,
    REPOSITORY,
    Alertmanager,
    Webhook,
)
from harness import SystemTest, wait_until

sys.path.append(str(REPOSITORY / "tests/rules"))
from promtool import read_rules  # noqa: E402


def rules():
    return [rule for group in read_rules("alerts") for rule in group["rules"]]


def amtool(*arguments):
    return subprocess.run(
        [AMTOOL, *arguments], capture_output=True, text=True, check=False
    )


# By severity and scope.
RECEIVERS = {
    ("critical", "platform"): "pager",
    ("critical", "tenant"): "chat",
    ("warning", "platform"): "chat",
    ("warning", "tenant"): "chat",
    ("info", "platform"): "tickets",
    ("info", "tenant"): "tickets",
}

# The cause, what follows from it, and labels that both have.
HCM = {"job": "pitel", "target": "hcm"}
ACME = HCM | {"tenant": "acme"}
SERVER = HCM | {"server": "s1"}
INHIBITIONS = [
    ("PitelTargetDown", "PitelRingingBacklog", HCM, ACME),
    ("PitelTargetDown", "PitelServerDroppedCalls", HCM, SERVER),
    ("PitelTargetDown", "PitelTargetFlapping", HCM, HCM),
    ("PitelAuthFailing", "PitelTargetDown", HCM, HCM),
    ("PitelAuthFailing", "PitelPollSlow", HCM, HCM),
    ("PitelTargetsDown", "PitelTargetDown", {"job": "pitel"}, HCM),
    ("PitelRingingBacklogs", "PitelRingingBacklog", HCM, ACME),
    ("PitelRingingBacklogs", "PitelRingingTooLong", HCM, ACME),
    ("PitelRingingBacklog", "PitelRingingTooLong", ACME, ACME),
    ("PitelNoCallsAnsweredAnywhere", "PitelNoCallsAnswered", HCM, ACME),
    ("PitelNoCallsAnsweredAnywhere", "PitelUnansweredHigh", HCM, ACME),
    ("PitelNoCallsAnswered", "PitelUnansweredHigh", ACME, ACME),
    ("PitelServerDroppedCalls", "PitelServerLostCalls", SERVER, SERVER),
    ("PitelCallsFrozen", "PitelStaleLegs", SERVER, SERVER),
    ("PitelRowsMissing", "PitelRowsCollapsed", HCM, HCM),
]

HAN = {"job": "pitel", "target": "han"}
INDEPENDENT = [
    ("PitelTargetDown", "PitelRingingBacklog", HCM, HAN | {"tenant": "acme"}),
    ("PitelTargetDown", "PitelTargetsDown", HCM, {"job": "pitel"}),
    ("PitelTargetDown", "PitelExporterDown", HCM, {"job": "pitel"}),
    ("PitelTargetDown", "PitelAuthFailing", HCM, HCM),
    ("PitelTargetsDown", "PitelTargetDown", {"job": "pitel"}, {"job": "x"}),
    (
        "PitelRingingBacklog",
        "PitelRingingTooLong",
        ACME,
        HCM | {"tenant": "other"},
    ),
    (
        "PitelServerDroppedCalls",
        "PitelServerLostCalls",
        SERVER,
        HCM | {"server": "s2"},
    ),
    ("PitelRingingTooLong", "PitelRingingBacklog", ACME, ACME),
    ("PitelServiceLevelLow", "PitelUnansweredHigh", ACME, ACME),
]


class Routes(unittest.TestCase):
    def test_the_configuration_is_valid(self):
        check = amtool("check-config", ALERTMANAGER_CONFIG)
        self.assertEqual(check.returncode, 0, check.stderr)

    def test_every_alert_reaches_its_receiver(self):
        for rule in rules():
            labels = rule["labels"] | {"alertname": rule["alert"]}
            found = amtool(
                "config",
                "routes",
                "test",
                f"--config.file={ALERTMANAGER_CONFIG}",
                *(f"{name}={value}" for name, value in labels.items()),
            )
            wanted = RECEIVERS[labels["severity"], labels["scope"]]
            with self.subTest(**labels):
                self.assertEqual(found.stdout.strip(), wanted, found.stderr)

    def test_an_alert_of_somebody_else_is_heard_of(self):
        found = amtool(
            "config",
            "routes",
            "test",
            f"--config.file={ALERTMANAGER_CONFIG}",
            "alertname=DiskFull",
        )
        self.assertEqual(found.stdout.strip(), "chat")


class Examples(SystemTest):
    def test_are_valid_when_they_are_taken_in(self):
        text, count = re.subn(
            r"^    # ", "    ", ALERTMANAGER_CONFIG.read_text(), flags=re.M
        )
        self.assertGreater(count, 15)
        for name, kind in (
            ("pager", "pagerduty"),
            ("chat", "slack"),
            ("tickets", "email"),
        ):
            self.assertRegex(
                text, rf"(?s)name: {name}\n.*\n    {kind}_configs:\n"
            )
        check = amtool("check-config", self.config_file(text))
        self.assertEqual(check.returncode, 0, check.stderr)


class AlertmanagerTest(SystemTest):
    def setUp(self):
        self.webhook = Webhook()
        self.addCleanup(self.webhook.close)

    def alertmanager(self, *changes):
        return self.running(
            Alertmanager(self.webhook, self.folder(), *changes)
        )


class Inhibitions(AlertmanagerTest):
    def state_of_effect(self, cause, effect, cause_labels, effect_labels):
        """In an Alertmanager of its own, which is told of both."""
        alertmanager = self.alertmanager()
        severities = {
            rule["alert"]: rule["labels"] for rule in rules()
        }
        alertmanager.tell(
            cause_labels | severities[cause] | {"alertname": cause},
            effect_labels | severities[effect] | {"alertname": effect},
        )
        states = wait_until(
            lambda: (
                known
                if len(known := alertmanager.states()) == 2
                and "unprocessed" not in [s["state"] for s in known.values()]
                else None
            ),
            "both alerts are processed",
        )
        self.assertEqual(states[cause]["state"], "active")
        alertmanager.stop()
        return states[effect]["state"]

    def test_what_follows_from_a_cause_keeps_quiet(self):
        for pair in INHIBITIONS:
            with self.subTest(pair=pair):
                self.assertEqual(self.state_of_effect(*pair), "suppressed")

    def test_what_does_not_follow_is_heard_of(self):
        for pair in INDEPENDENT:
            with self.subTest(pair=pair):
                self.assertEqual(self.state_of_effect(*pair), "active")

    def test_the_graver_severity_counts(self):
        alertmanager = self.alertmanager()
        alertmanager.tell(
            *(
                SERVER
                | {
                    "alertname": "PitelStaleLegs",
                    "scope": "platform",
                    "severity": severity,
                }
                for severity in ("warning", "info")
            )
        )
        self.webhook.wait_for("PitelStaleLegs", "firing")
        self.assertEqual(
            {
                (path, alert["labels"]["severity"])
                for path, alert in self.webhook.alerts(
                    "PitelStaleLegs", "firing"
                )
            },
            {("/chat", "warning")},
        )


class QuietHours(AlertmanagerTest):
    """An alert of each severity at once; all wait for a second."""

    ALERTS = [
        HCM | {"alertname": name, "severity": severity, "scope": "platform"}
        for name, severity in (
            ("PitelUnknownValues", "info"),
            ("PitelPollSlow", "warning"),
            ("PitelTargetsDown", "critical"),
        )
    ]

    def paths_told(self, hours, count):
        def change(config):
            quiet = re.sub(
                r"(?s)(  - name: quiet\n    time_intervals:\n).*?\n\n",
                rf"\1      - times: [{hours}]\n\n",
                config,
            )
            self.assertNotEqual(quiet, config)
            return re.sub(r"(group_wait|group_interval): \w+", r"\1: 1s", quiet)

        self.alertmanager(change).tell(*self.ALERTS)
        return wait_until(
            lambda: (
                paths
                if len(
                    paths := {path for path, _ in self.webhook.notifications}
                )
                >= count
                else None
            ),
            f"{count} notifications",
        )

    def test_at_work_all_are_heard_of(self):
        # Never: the one minute before 00:01 is not now, or was a minute ago.
        self.assertEqual(
            self.paths_told('{start_time: "00:00", end_time: "00:01"}', 3),
            {"/pager", "/chat", "/tickets"},
        )

    def test_at_night_those_of_no_hurry_are_not(self):
        told = self.paths_told('{start_time: "00:00", end_time: "24:00"}', 2)
        self.assertEqual(told, {"/pager", "/chat"})


if __name__ == "__main__":
    unittest.main()
