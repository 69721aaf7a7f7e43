"""Who is notified of which alert: the shipped Alertmanager configuration."""

import re
import subprocess
import sys
import unittest
from datetime import datetime, timezone

from alerting import (
    ALERTMANAGER_CONFIG,
    AMTOOL,
    REPOSITORY,
    Alertmanager,
    Webhook,
    hurried,
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
HCM = {"target": "hcm"}
ACME = HCM | {"tenant": "acme"}
SERVER = HCM | {"server": "s1"}
QUEUE = ACME | {"queue": "q1"}
INHIBITIONS = [
    ("PitelTargetDown", "PitelRingingBacklog", HCM, ACME),
    ("PitelTargetDown", "PitelServerDroppedCalls", HCM, SERVER),
    ("PitelTargetDown", "PitelTargetFlapping", HCM, HCM),
    ("PitelAuthFailing", "PitelTargetDown", HCM, HCM),
    ("PitelAuthFailing", "PitelPollSlow", HCM, HCM),
    ("PitelTargetsDown", "PitelTargetDown", {}, HCM),
    ("PitelRingingBacklogs", "PitelRingingBacklog", HCM, ACME),
    ("PitelRingingBacklogs", "PitelRingingTooLong", HCM, ACME),
    ("PitelRingingBacklog", "PitelRingingTooLong", ACME, ACME),
    ("PitelQueueBacklog", "PitelRingingBacklog", QUEUE, ACME),
    ("PitelQueueBacklog", "PitelQueueWaitTooLong", QUEUE, QUEUE),
    ("PitelQueueWaitTooLong", "PitelRingingTooLong", QUEUE, ACME),
    ("PitelNoCallsAnsweredAnywhere", "PitelNoCallsAnswered", HCM, ACME),
    ("PitelNoCallsAnsweredAnywhere", "PitelUnansweredHigh", HCM, ACME),
    ("PitelNoCallsAnswered", "PitelUnansweredHigh", ACME, ACME),
    ("PitelServerDroppedCalls", "PitelServerLostCalls", SERVER, SERVER),
    ("PitelServerDroppedCalls", "PitelServerExtensionsLost", SERVER, SERVER),
    ("PitelCallsFrozen", "PitelStaleLegs", SERVER, SERVER),
    ("PitelRowsMissing", "PitelRowsCollapsed", HCM, HCM),
]

HAN = {"target": "han"}
INDEPENDENT = [
    ("PitelTargetDown", "PitelTenantSurge", HCM, HAN | {"tenant": "acme"}),
    ("PitelTargetDown", "PitelTargetsDown", HCM, {}),
    ("PitelTargetDown", "PitelExporterDown", HCM, {}),
    ("PitelTargetDown", "DiskFull", HCM, HCM),
    ("PitelTargetDown", "PitelAuthFailing", HCM, HCM),
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
    ("PitelQueueBacklog", "PitelQueueWaitTooLong", QUEUE, ACME | {"queue": "q2"}),
    ("PitelQueueBacklog", "PitelRingingBacklog", QUEUE, HCM | {"tenant": "other"}),
    ("PitelQueueBacklog", "PitelNoCallsAnswered", QUEUE, ACME),
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
    def tell(self, pairs):
        """Of each pair, in a job of its own, whose alerts inhibit no others.

        Alertmanager learns of alerts in their order, so when the effect of the
        last pair is suppressed, all that is to be has been.
        """
        alertmanager = self.alertmanager()
        labels = {rule["alert"]: rule["labels"] for rule in rules()}
        alertmanager.tell(
            *(
                own | labels.get(name, {}) | {"alertname": name, "job": f"{n}"}
                for n, (cause, effect, of_cause, of_effect) in enumerate(pairs)
                for name, own in ((effect, of_effect), (cause, of_cause))
            )
        )
        last = f"{len(pairs) - 1}", pairs[-1][1]
        wait_until(
            lambda: alertmanager.states().get(last) == "suppressed",
            f"{last} is suppressed",
        )
        states = alertmanager.states()
        return {
            (cause, effect): states[f"{n}", effect]
            for n, (cause, effect, _, _) in enumerate(pairs)
        }

    def test_what_follows_from_a_cause_keeps_quiet(self):
        states = self.tell(INHIBITIONS)
        self.assertEqual(states, dict.fromkeys(states, "suppressed"))

    def test_what_does_not_follow_is_heard_of(self):
        states = self.tell([*INDEPENDENT, INHIBITIONS[0]])
        states.pop(INHIBITIONS[0][:2])
        self.assertEqual(states, dict.fromkeys(states, "active"))

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

    def alertmanager_with(self, hours):
        def change(config):
            quiet, count = re.subn(
                r"(?s)(  - name: quiet\n    time_intervals:\n).*?\n\n",
                rf"\1      - times: [{hours}]\n\n",
                config,
            )
            self.assertEqual(count, 1)
            return hurried(quiet)

        return self.alertmanager(change)

    def wait_for_paths(self, count):
        return wait_until(
            lambda: (
                paths
                if len(paths := {p for p, _ in self.webhook.notifications})
                >= count
                else None
            ),
            f"{count} notifications",
        )

    def test_outside_them_all_are_heard_of(self):
        # A minute that is over, or that is still hours away.
        self.alertmanager_with(
            '{start_time: "00:00", end_time: "00:01"}'
            if datetime.now(timezone.utc).hour >= 12
            else '{start_time: "23:59", end_time: "24:00"}'
        ).tell(*self.ALERTS)
        self.assertEqual(
            self.wait_for_paths(3), {"/pager", "/chat", "/tickets"}
        )

    def test_within_them_the_info_is_held_back(self):
        alertmanager = self.alertmanager_with(
            '{start_time: "00:00", end_time: "24:00"}'
        )
        alertmanager.tell(*self.ALERTS)
        alertmanager.find(
            "route is within mute time", lambda: alertmanager.stderr
        )
        self.assertEqual(self.wait_for_paths(2), {"/pager", "/chat"})


if __name__ == "__main__":
    unittest.main()
