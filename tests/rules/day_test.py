"""Ordinary days raise no alert, and each fault raises its own.

The platform is simulated, the exporter's code polls it, and promtool evaluates
the shipped rules: 600 phones of tenants of 10 to 150, voicemails among them.
"""

import unittest

from simulated import START, alerts_of

HOUR = 3600
TENANT = "t00010.example.com"  # has twenty phones

# Ten in the morning, the busiest hour, with an hour before it.
MORNING = START + 2 * HOUR


def names(alerts):
    return {dict(labels)["alertname"] for labels in alerts}


class OrdinaryDays(unittest.TestCase):
    def test_a_day_raises_no_alert(self):
        self.assertEqual(alerts_of(24 * HOUR, step=60), {})

    def test_nor_does_the_morning_of_another_platform(self):
        # One of its tenants never answers.
        self.assertEqual(alerts_of(3 * HOUR, seed=2, start=MORNING), {})


class Troubles(unittest.TestCase):
    """Injected after an hour, when all comparisons have a past."""

    def alerts(self, *conditions, length=HOUR):
        return alerts_of(
            HOUR + length,
            [f"{HOUR}:{condition}" for condition in conditions],
            start=MORNING,
        )

    def test_a_backlog(self):
        alerts = self.alerts(
            f"backlog?tenant={TENANT}&callers=8&seconds=110", length=1200
        )
        self.assertEqual(names(alerts), {"PitelRingingBacklog"})
        self.assertEqual(
            {dict(labels)["tenant"] for labels in alerts}, {TENANT}
        )

    def test_three_backlogs(self):
        alerts = self.alerts(
            *(
                f"backlog?tenant=t000{n}.example.com&callers=8&seconds=110"
                for n in (10, 11, 12)
            ),
            length=1200,
        )
        # Those who gave up are unanswered calls: that follows, and Alertmanager
        # inhibits it.
        self.assertEqual(
            names(alerts),
            {
                "PitelRingingBacklog",
                "PitelRingingBacklogs",
                "PitelUnansweredHigh",
            },
        )

    def test_a_server_that_drops_its_calls(self):
        # The second follows from the first, and Alertmanager inhibits it.
        alerts = self.alerts("crash?outage_seconds=240", length=1800)
        self.assertEqual(
            names(alerts), {"PitelServerDroppedCalls", "PitelServerLostCalls"}
        )
        self.assertEqual(len({dict(a)["server"] for a in alerts}), 1)

    def test_an_api_that_is_down(self):
        self.assertEqual(
            names(self.alerts("down?seconds=600")), {"PitelTargetDown"}
        )

    def test_a_credential_that_is_refused(self):
        # As above, the second is inhibited.
        self.assertEqual(
            names(self.alerts("forbidden?seconds=600")),
            {"PitelAuthFailing", "PitelTargetDown"},
        )

    def test_responses_that_are_cut(self):
        self.assertEqual(
            names(self.alerts("incomplete?rows=400&seconds=1200")),
            {"PitelRowsMissing"},
        )

    def test_responses_that_are_slow(self):
        self.assertEqual(
            names(self.alerts("slow?poll_seconds=6&seconds=1800")),
            {"PitelPollSlow"},
        )

    def test_a_clock_that_is_wrong(self):
        self.assertEqual(
            names(self.alerts("skew?clock_seconds=300&seconds=1800")),
            {"PitelClockSkew"},
        )

    def test_a_response_that_is_repeated(self):
        # Its callers seem to ring for long, until their rows count as stale.
        self.assertEqual(
            names(self.alerts("frozen?seconds=1200")),
            {"PitelCallsFrozen", "PitelRingingTooLong", "PitelStaleLegs"},
        )


if __name__ == "__main__":
    unittest.main()
