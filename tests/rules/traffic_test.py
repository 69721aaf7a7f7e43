"""Alerts on calls that do not come, compared with the weeks before."""

import unittest

from promtool import AlertTest, Firing, counter, selector

# Four calls a minute for ten hours, and none at night.
DAY = (("10h", 4), ("14h", 0))
WEEK = DAY * 7


def started(*stretches, tenant="acme", direction="inbound", **labels):
    return {
        selector(
            "pitel_calls_started_total",
            tenant=tenant,
            direction=direction,
            **labels,
        ): counter(*stretches)
    }


def stopped(since, until, description=None, tenant="acme"):
    return Firing(
        "PitelTrafficStopped",
        "critical",
        since,
        until,
        {"tenant": tenant},
        description,
    )


def all_stopped(since, until, description=None):
    return Firing(
        "PitelAllTrafficStopped", "critical", since, until, {}, description
    )


class PitelTrafficStopped(AlertTest):
    """A second tenant of the same size has calls all the time."""

    def check_days(self, *acme, fires=(), watch="179h", other=(), **labels):
        self.check(
            started(*acme, **labels)
            | started(*(other or WEEK + DAY), tenant="other"),
            fires,
            step="150s",
            watch=watch,
        )

    def test_a_trunk_that_dies_during_the_day(self):
        self.check_days(
            *WEEK,
            ("5h", 4),
            ("19h", 0),
            fires=[
                stopped(
                    # The half hour is over at 173h30m.
                    "173h35m",
                    # A week ago, the day ended at 178h.
                    "178h27m30s",
                    "0 calls for acme on hcm started within half an hour; 120 "
                    "are usual at this time.",
                )
            ],
        )

    def test_one_in_twenty_calls_is_left(self):
        self.check_days(*WEEK, ("5h", 4), ("19h", 0.21))

    def test_a_small_tenant_may_have_none(self):
        small = tuple((length, calls * 0.24) for length, calls in WEEK)
        self.check_days(*small, ("5h", 0.96), ("19h", 0))

    def test_a_day_that_does_not_begin_is_a_holiday(self):
        self.check_days(*WEEK, ("24h", 0))

    def test_a_day_like_a_holiday_a_week_ago(self):
        self.check_days(
            *DAY * 6, ("5h", 4), ("19h", 0), *DAY * 6, ("5h", 4), ("19h", 0),
            watch="150h",
        )

    def test_without_a_week_nothing_is_usual(self):
        self.check_days(*DAY * 2, ("5h", 4), ("19h", 0), watch="60h")

    def test_calls_out_are_others(self):
        self.check_days(
            *WEEK, ("5h", 4), ("19h", 0), direction="outbound"
        )

    def test_the_heap_of_tenants_is_no_tenant(self):
        self.check_days(*WEEK, ("5h", 4), ("19h", 0), tenant="_other")

    def test_two_exporters_are_one(self):
        small = tuple((length, calls * 0.24) for length, calls in WEEK)
        self.check(
            started(*small, ("5h", 0.96), ("19h", 0))
            | started(*small, ("5h", 0.96), ("19h", 0), instance="b:10748"),
            step="150s",
            watch="179h",
        )


class PitelAllTrafficStopped(AlertTest):
    def check_days(self, stretches, fires=(), watch="179h"):
        """Of eight tenants, each too small for an alert of its own."""
        self.check(
            {
                name: history
                for n in range(8)
                for name, history in started(
                    *((length, calls / 5) for length, calls in stretches),
                    tenant=f"t{n}",
                ).items()
            },
            fires,
            step="150s",
            watch=watch,
        )

    def test_a_carrier_that_fails(self):
        self.check_days(
            (*WEEK, ("5h", 4), ("19h", 0)),
            [
                all_stopped(
                    "173h35m",
                    "178h30m",
                    "0 calls for all tenants of hcm started within half an "
                    "hour; 192 are usual at this time.",
                )
            ],
        )

    def test_for_an_hour(self):
        self.check_days(
            (*WEEK, ("5h", 4), ("1h", 0), ("4h", 4), ("14h", 0)),
            [all_stopped("173h35m", "174h2m30s")],
        )

    def test_a_night_is_none(self):
        self.check_days((*WEEK, *DAY), watch="191h")


if __name__ == "__main__":
    unittest.main()
