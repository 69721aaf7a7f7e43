"""Alerts on calls that do not come, compared with the weeks before."""

import unittest

from promtool import AlertTest, Firing, counter, gauge, selector

# Four calls a minute for ten hours, and none at night.
DAY = (("10h", 4), ("14h", 0))
WEEK = DAY * 7
HOLIDAY = ("24h", 0.5)


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

    def check_days(self, *acme, fires=(), watch="179h", **labels):
        self.check(
            started(*acme, **labels) | started(*WEEK, *DAY, tenant="other"),
            fires,
            step="150s" if fires else "5m",
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

    def check_morning(self, calls_out, fires=()):
        """Nobody calls from the beginning of a day on."""
        self.check(
            started(*WEEK, ("24h", 0))
            | started(*WEEK, ("10h", calls_out), ("14h", 0), direction="outbound")
            | started(*WEEK, *DAY, tenant="other"),
            fires,
            step="150s" if fires else "5m",
            watch="179h",
        )

    def test_a_trunk_that_died_at_night_while_the_tenant_calls_out(self):
        self.check_morning(
            2.1, [stopped("168h37m30s", "178h27m30s")]
        )

    def test_few_calls_out_are_those_of_a_holiday(self):
        self.check_morning(1.9)

    def check_holiday_from_the_second_hour(self, calls, fires=()):
        """In the first, there are few calls, but as many as usual."""
        day = (("1h", 1.2), ("9h", 4), ("14h", 0))
        self.check_days(*day * 7, ("1h", 1.2), ("23h", calls), fires=fires)

    def test_a_holiday_that_begins_in_the_morning(self):
        self.check_holiday_from_the_second_hour(0.19)

    def test_a_trunk_that_dies_in_the_morning(self):
        # A twentieth of the calls of the first hour, at most.
        self.check_holiday_from_the_second_hour(
            0.05, [stopped("169h35m", "175h7m30s")]
        )

    def test_a_half_hour_without_calls_on_a_holiday(self):
        self.check_days(*WEEK, ("3h", 0.3), ("1h", 0), ("20h", 0.3))

    def test_a_day_like_a_holiday_a_week_ago(self):
        self.check_days(
            *DAY * 6, ("5h", 4), ("19h", 0), *DAY * 6, ("5h", 4), ("19h", 0),
            watch="323h",
        )

    def check_outage(self, *days_before, fires=()):
        """The trunk dies at five in the afternoon of the last day."""
        hours = 24 * len(days_before)
        self.check(
            started(
                *(stretch for day in days_before for stretch in day),
                ("5h", 4),
                ("19h", 0),
            ),
            fires or [stopped(f"{hours + 5}h35m", None)],
            step="5m",
            watch=f"{hours + 7}h",
        )

    def test_a_week_after_a_holiday(self):
        self.check_outage(*[DAY] * 7, [HOLIDAY], *[DAY] * 6)

    def test_on_the_first_day_after_a_holiday_of_two_weeks(self):
        self.check_outage(*[DAY] * 7, *[[HOLIDAY]] * 14)

    def test_in_the_second_week_after_a_holiday(self):
        self.check_outage(*[DAY] * 7, *[[HOLIDAY]] * 7, *[DAY] * 7)

    def test_hours_that_have_been_shorter_for_a_week(self):
        shorter = (("5h", 4), ("19h", 0))
        self.check_outage(
            *[DAY] * 7,
            *[shorter] * 7,
            fires=[
                stopped(f"{24 * day + 5}h35m", f"{24 * day + 10}h30m")
                for day in range(7, 14)
            ],
        )

    def test_a_holiday_of_two_weeks(self):
        self.check(
            started(*WEEK, *[HOLIDAY] * 14, *DAY),
            step="5m",
            watch="22d",
        )

    def check_hour(self, meanwhile, fires=()):
        """No call is known to start for an hour."""
        self.check(
            started(*WEEK, ("5h", 4), ("1h", 0), ("4h", 4), ("14h", 0))
            | meanwhile,
            fires,
            step="150s",
            watch="178h",
        )

    def test_while_the_api_fails_no_call_is_seen(self):
        up = selector("pitel_up")
        self.check_hour({up: gauge(("173h", 1), ("1h", 0), ("4h", 1))})
        # A third of the time is no excuse.
        self.check_hour(
            {up: gauge(*((("5m", 0), ("10m", 1)) * 4 * 178))},
            [stopped("173h35m", "174h2m30s")],
        )

    def rows(self, *received):
        return {
            selector("pitel_api_reported_rows"): gauge(("178h", 100)),
            selector("pitel_api_rows"): gauge(*received),
        }

    def test_while_rows_are_missing_no_call_starts(self):
        self.check_hour(self.rows(("173h", 100), ("1h", 99), ("4h", 100)))
        # One of five polls is complete.
        self.check_hour(self.rows(*((("10m", 99), ("150s", 100)) * 5 * 178)))
        # One of three is.
        self.check_hour(
            self.rows(*((("5m", 99), ("150s", 100)) * 8 * 178)),
            [stopped("173h35m", "174h2m30s")],
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
            step="5m",
            watch="179h",
        )


class PitelAllTrafficStopped(AlertTest):
    def check_days(self, stretches, fires=(), watch="179h"):
        """Of two tenants, each too small for an alert of its own."""
        self.check(
            {
                name: history
                for n in range(2)
                for name, history in started(
                    *((length, calls / 5) for length, calls in stretches),
                    tenant=f"t{n}",
                ).items()
            },
            fires,
            step="150s" if fires else "5m",
            watch=watch,
        )

    def test_a_carrier_that_fails(self):
        self.check_days(
            (*WEEK, ("5h", 4), ("19h", 0)),
            [
                all_stopped(
                    "173h35m",
                    "178h15m",
                    "0 calls for all tenants of hcm started within half an "
                    "hour; 48 are usual at this time.",
                )
            ],
        )

    def test_for_an_hour(self):
        self.check_days(
            (*WEEK, ("5h", 4), ("1h", 0), ("4h", 4), ("14h", 0)),
            [all_stopped("173h35m", "174h2m30s")],
        )

    def test_a_morning_on_which_people_only_call_out(self):
        for calls_out, fires in (
            (2.1, [all_stopped("168h40m", "178h15m")]),
            (1.9, []),
        ):
            days = {
                "inbound": (*WEEK, ("24h", 0)),
                "outbound": (*WEEK, ("10h", calls_out), ("14h", 0)),
            }
            self.check(
                {
                    name: history
                    for n in range(2)
                    for direction, stretches in days.items()
                    for name, history in started(
                        *((length, calls / 5) for length, calls in stretches),
                        tenant=f"t{n}",
                        direction=direction,
                    ).items()
                },
                fires,
                step="5m",
                watch="179h",
            )

    def test_a_night_is_none(self):
        self.check_days((*WEEK, *DAY), watch="191h")


if __name__ == "__main__":
    unittest.main()
