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


def labels_of_rules():
    """Of each alert; the critical ones, if there are several."""
    found = {}
    for rule in rules():
        if found.get(rule["alert"], {}).get("severity") != "critical":
            found[rule["alert"]] = rule["labels"]
    return found


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
    ("PitelExporterDown", "PitelTargetVanished", {}, HCM),
    ("PitelRingingBacklogs", "PitelRingingBacklog", {}, ACME),
    ("PitelRingingBacklogs", "PitelServiceLevelLow", {}, ACME),
    ("PitelRingingBacklogs", "PitelTenantsInTrouble", {}, {}),
    ("PitelTenantsInTrouble", "PitelNoCallsAnswered", {}, ACME),
    ("PitelTenantsInTrouble", "PitelQueueBacklog", {}, QUEUE),
    ("PitelAllTrafficStopped", "PitelTrafficStopped", HCM, ACME),
    ("PitelRowsCollapsed", "PitelServerDroppedCalls", HCM, SERVER),
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
]

HAN = {"target": "han"}
INDEPENDENT = [
    ("PitelTargetDown", "PitelTenantSurge", HCM, HAN | {"tenant": "acme"}),
    ("PitelTargetDown", "PitelTargetsDown", HCM, {}),
    ("PitelTargetDown", "PitelExporterDown", HCM, {}),
    ("PitelTenantsInTrouble", "PitelOutboundOffHours", {}, ACME),
    ("PitelNoCallsAnsweredAnywhere", "PitelRingingTooLong", HCM, HAN),
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
            if rule["alert"] == "PitelOutboundOffHours":  # perhaps fraud
                wanted = "pager"
            with self.subTest(**labels):
                self.assertEqual(found.stdout.strip(), wanted, found.stderr)

    def test_a_tenant_that_pages(self):
        for severity, wanted in (("critical", "pager"), ("warning", "chat")):
            found = amtool(
                "config",
                "routes",
                "test",
                f"--config.file={ALERTMANAGER_CONFIG}",
                "alertname=PitelRingingBacklog",
                f"severity={severity}",
                "scope=tenant",
                "page=yes",
            )
            self.assertEqual(found.stdout.strip(), wanted)

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
        labels = labels_of_rules()
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


def tenants(alert, targets, count, **labels):
    return [
        {
            "alertname": alert,
            "job": "pitel",
            "scope": "tenant",
            "severity": "critical",
            "target": f"target{n % targets}",
            "tenant": f"t{n:03}.example.com",
        }
        | labels
        for n in range(count)
    ]


def platform(alert, **labels):
    return {
        "alertname": alert,
        "job": "pitel",
        "scope": "platform",
        "severity": "critical",
    } | labels


class Storms(AlertmanagerTest):
    """Counted are notifications until no alert waits for one any more."""

    def counts(self, *alerts):
        """Of pages and of messages in the chat."""
        alertmanager = self.alertmanager()
        # The last to be told; it is in a group of its own.
        alertmanager.tell(*alerts)
        last = {"alertname": "Last", "severity": "warning", "scope": "platform"}
        for name in ("Last", "VeryLast"):
            alertmanager.tell(last | {"alertname": name})
            self.webhook.wait_for(name, "firing")
        paths = [
            path
            for path, message in self.webhook.notifications
            if message["commonLabels"].get("alertname")
            not in ("Last", "VeryLast")
        ]
        return paths.count("/pager"), paths.count("/chat")

    def test_forty_of_two_hundred_targets_are_down(self):
        down = [
            platform("PitelTargetDown", target=f"target{n}") for n in range(40)
        ]
        # Before the platform's alert, or without it.
        self.assertEqual(self.counts(*down), (1, 0))
        (message,) = (
            message
            for path, message in self.webhook.notifications
            if path == "/pager"
        )
        self.assertEqual(len(message["alerts"]), 40)

    def test_the_platforms_alert_keeps_them_quiet(self):
        self.assertEqual(
            self.counts(
                platform("PitelTargetsDown"),
                *(
                    platform(alert, target=f"target{n}", severity=severity)
                    for n in range(40)
                    for alert, severity in (
                        ("PitelTargetDown", "critical"),
                        ("PitelTargetFlapping", "warning"),
                        ("PitelPollSlow", "warning"),
                    )
                ),
            ),
            (1, 0),
        )

    def test_a_hundred_tenants_of_one_target_in_trouble(self):
        self.assertEqual(
            self.counts(
                *(
                    alert
                    for name, severity in (
                        ("PitelNoCallsAnswered", "critical"),
                        ("PitelRingingBacklog", "critical"),
                        ("PitelServiceLevelLow", "warning"),
                        ("PitelAgentsSaturated", "warning"),
                    )
                    for alert in tenants(name, 1, 100, severity=severity)
                )
            ),
            (0, 3),  # one for all warnings
        )

    def test_a_hundred_tenants_of_many_targets_in_trouble(self):
        """All troubles that a tenant can have, before the platform's alert."""
        kinds = {
            (rule["alert"], rule["labels"]["severity"])
            for rule in rules()
            if rule["labels"]["scope"] == "tenant"
            and rule["alert"] != "PitelOutboundOffHours"
        }
        self.assertGreater(len(kinds), 9)
        pages, messages = self.counts(
            *(
                alert
                for name, severity in kinds
                for alert in tenants(name, 20, 100, severity=severity)
            )
        )
        self.assertEqual(pages, 0)
        self.assertLessEqual(messages, 5)
        self.assertEqual(
            {
                alert["labels"]["tenant"]
                for _, message in self.webhook.notifications
                for alert in message["alerts"]
                if "tenant" in alert["labels"]
            },
            {f"t{n:03}.example.com" for n in range(100)},
        )

    def test_tenants_that_page(self):
        self.assertEqual(
            self.counts(
                *(
                    alert
                    for name in ("PitelNoCallsAnswered", "PitelRingingBacklog")
                    for alert in tenants(name, 20, 100, page="yes")
                )
            ),
            (2, 0),
        )

    def test_forty_targets_that_are_slow_and_fail_now_and_then(self):
        self.assertEqual(
            self.counts(
                *(
                    platform(name, target=f"target{n}", severity="warning")
                    for name in (
                        "PitelClockSkew",
                        "PitelPollSlow",
                        "PitelTargetFlapping",
                    )
                    for n in range(40)
                )
            ),
            (0, 3),
        )

    def test_on_many_targets_the_platforms_alert_stands_for_them(self):
        self.assertEqual(
            self.counts(
                platform("PitelTenantsInTrouble"),
                platform("PitelRingingBacklogs"),
                *tenants("PitelNoCallsAnswered", 20, 100),
                *tenants("PitelRingingBacklog", 20, 100),
                *tenants("PitelServiceLevelLow", 20, 100, severity="warning"),
            ),
            (1, 0),
        )

    def test_fraud_is_heard_of_all_the_same(self):
        pages, messages = self.counts(
            platform("PitelTenantsInTrouble"),
            *tenants("PitelOutboundOffHours", 20, 100),
        )
        self.assertEqual((pages, messages), (2, 0))


class Messages(AlertmanagerTest):
    """As Slack would get them."""

    def slack(self):
        def change(config):
            return hurried(config).replace(
                f"      - url: {self.webhook.url}/chat\n",
                f"      - url: {self.webhook.url}/chat\n"
                "    slack_configs:\n"
                f"      - api_url: {self.webhook.url}/slack\n"
                "        channel: '#calls'\n"
                "        send_resolved: true\n"
                + re.search(
                    r"(?s)    #     color: .*?    #     text: .*?\n",
                    ALERTMANAGER_CONFIG.read_text(),
                )[0].replace("    #     ", "        "),
            )

        return self.alertmanager(change)

    def wait_for_message(self, title):
        return wait_until(
            lambda: next(
                (
                    message["attachments"][0]
                    for path, message in list(self.webhook.notifications)
                    if path == "/slack"
                    and message["attachments"][0]["title"] == title
                ),
                None,
            ),
            title,
        )

    def test_name_who_is_hit_and_tell_resolved_from_firing(self):
        alertmanager = self.slack()
        alerts = tenants("PitelServiceLevelLow", 1, 12, severity="warning")
        alertmanager.tell(*alerts)
        message = self.wait_for_message(
            "[FIRING: 12] PitelServiceLevelLow target0"
        )
        self.assertEqual(message["color"], "danger")
        lines = message["text"].splitlines()
        self.assertEqual(len(lines), 11)
        self.assertEqual(
            lines[0], "PitelServiceLevelLow of t000.example.com target0."
        )
        self.assertEqual(
            lines[10],
            "These are 10 of 12. The others: t010.example.com on target0, "
            "t011.example.com on target0.",
        )
        alertmanager.resolve(*alerts)
        message = self.wait_for_message("[RESOLVED] PitelServiceLevelLow target0")
        self.assertEqual(message["color"], "good")
        self.assertTrue(
            message["text"].startswith(
                "Resolved (12): t000.example.com on target0, "
            ),
            message["text"],
        )
        self.assertTrue(
            message["text"].strip().endswith(" and others."),
            message["text"],
        )

    def test_of_a_storm_name_all_kinds_and_many_of_those_hit(self):
        self.slack().tell(
            *tenants("PitelServiceLevelLow", 20, 60, severity="warning"),
            *tenants("PitelAgentsSaturated", 20, 2, severity="warning"),
        )
        text = self.wait_for_message(
            "[FIRING: 62] PitelAgentsSaturated, PitelServiceLevelLow"
        )["text"]
        self.assertIn("PitelAgentsSaturated of t001.example.com target1.", text)
        self.assertIn(", t045.example.com on target5 and more.", text)


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
