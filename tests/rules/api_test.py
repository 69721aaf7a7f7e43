"""Alerts on the API: that it fails, and that its responses are odd."""

import unittest

from promtool import AlertTest, Firing, counter, gauge, selector


def up(*stretches, **labels):
    return {selector("pitel_up", **labels): gauge(*stretches)}


def single(metric, *stretches, **labels):
    return {selector(metric, **labels): gauge(*stretches)}


def failures(reason, *stretches, operation="monitor", **labels):
    """Stretches are durations with the value of the counter."""
    name = "pitel_api_request_failures_total"
    return {
        selector(name, reason=reason, operation=operation, **labels): gauge(
            *stretches
        )
    }


def on_hcm(alert, severity, since, until, description=None, **labels):
    return Firing(alert, severity, since, until, labels, description)


class PitelTargetDown(AlertTest):
    def down(self, since, until, description=None, **labels):
        return on_hcm(
            "PitelTargetDown", "critical", since, until, description, **labels
        )

    def test_three_minutes_without_a_good_poll(self):
        self.check(
            up(("2m", 1), ("4m", 0), ("9m", 1)),
            [
                self.down("5m", "6m", "No poll of hcm has succeeded for 3m."),
            ],
        )

    def test_for_less_than_three_minutes(self):
        self.check(up(("2m", 1), ("3m", 0), ("10m", 1)))

    def test_one_exporter_that_reaches_it_is_enough(self):
        self.check(
            up(("15m", 0)) | up(("15m", 1), instance="b:10748"),
            watch="14m50s",
        )

    def test_the_most_frequent_reason_is_named(self):
        self.check(
            up(("5m", 1), ("10m", 0))
            | failures("timeout", ("5m", 0), ("1m", 3), ("9m", 9))
            | failures("dns", ("5m", 0), ("10m", 1)),
            [
                self.down(
                    "8m",
                    None,
                    "No poll of hcm has succeeded for 3m. Most polls fail as "
                    "`timeout`.",
                ),
            ],
        )

    def test_labels_of_the_site_do_not_double_it(self):
        self.check(
            up(("15m", 0), replica="a", service="a")
            | up(("15m", 0), replica="b", service="b"),
            [self.down("3m", None)],
        )

    def test_two_exporters_that_do_not_are_one_alert(self):
        self.check(
            up(("15m", 0)) | up(("15m", 0), instance="b:10748"),
            [self.down("3m", None)],
        )


class PitelTargetsDown(AlertTest):
    def targets(self, down, well, **labels):
        return {
            name: history
            for n in range(down + well)
            for name, history in up(
                ("10m", int(n >= down)), ("5m", 1), target=f"t{n}", **labels
            ).items()
        }

    def down(self, count):
        return [
            on_hcm(
                "PitelTargetDown", "critical", "3m", "10m", target=f"t{n}"
            )
            for n in range(count)
        ]

    def many(self, description=None):
        return on_hcm(
            "PitelTargetsDown",
            "critical",
            "2m",
            "12m",
            description,
            target=None,
        )

    def test_three_of_six(self):
        self.check(
            self.targets(3, 3),
            self.down(3)
            + [
                self.many(
                    "3 targets cannot be polled, among them: t0, t1, t2. They "
                    "may share a cause, such as the network or DNS."
                )
            ],
        )

    def test_all_of_three(self):
        self.check(self.targets(3, 0), self.down(3) + [self.many()])

    def test_three_of_seven_are_not_half(self):
        self.check(self.targets(3, 4), self.down(3))

    def test_ten_are_many_of_any_number(self):
        self.check(self.targets(10, 30), self.down(10) + [self.many()])
        self.check(self.targets(9, 30), self.down(9))

    def test_two_of_two_are_too_few(self):
        self.check(self.targets(2, 0), self.down(2))

    def test_two_exporters_are_one(self):
        self.check(
            self.targets(2, 0) | self.targets(2, 0, instance="b:10748"),
            self.down(2),
        )


class PitelTargetVanished(AlertTest):
    def vanished(self, since, until, description=None):
        return on_hcm(
            "PitelTargetVanished", "critical", since, until, description
        )

    def test_a_target_that_a_reload_removed(self):
        self.check(
            up(("10m", 1), ("20m", None), ("10m", 1))
            | up(("40m", 1), target="han"),
            [
                self.vanished(
                    "15m",
                    "30m",
                    "No exporter shows hcm, which was polled within the last "
                    "1d. It was removed from the configuration, or its "
                    "exporter or shard is gone.",
                )
            ],
            watch="39m50s",
        )

    def test_for_less_than_five_minutes(self):
        self.check(up(("10m", 1), ("5m", None), ("25m", 1)), watch="39m50s")

    def test_another_shard_that_takes_it_is_enough(self):
        self.check(
            up(("10m", 1), ("30m", None))
            | up(("9m", None), ("31m", 1), instance="b:10748"),
            watch="39m50s",
        )

    def test_a_day_later_it_is_forgotten(self):
        self.check(
            up(("1h", 1), ("29h", None)) | up(("30h", 1), target="han"),
            [self.vanished("1h5m", "25h")],
            step="150s",
            watch="29h",
        )


class PitelTargetFlapping(AlertTest):
    def flapping(self, since, until, description=None):
        return on_hcm(
            "PitelTargetFlapping", "warning", since, until, description
        )

    def check_polls(self, series, fires=()):
        self.check(series, fires, watch="1h")

    def test_every_fourth_poll_fails(self):
        self.check_polls(
            up(("10m", 1), *((("30s", 1), ("10s", 0)) * 60), ("10m10s", 1)),
            [
                self.flapping(
                    # The nineteenth failure within the window is at 22m30s.
                    "32m30s",
                    "53m",
                    "Only 74.73% of the polls of hcm within 15m succeeded.",
                )
            ],
        )

    def test_every_sixth_poll_fails(self):
        self.check_polls(up(*((("50s", 1), ("10s", 0)) * 60)))

    def test_a_single_outage_is_that(self):
        self.check_polls(
            up(("10m", 1), ("8m", 0), ("42m10s", 1)),
            [on_hcm("PitelTargetDown", "critical", "13m", "18m")],
        )

    def test_nor_is_a_short_one_after_an_early_slip(self):
        self.check_polls(
            up(
                ("18m", 1),
                ("10s", 0),
                ("11m50s", 1),
                ("3m20s", 0),
                ("26m50s", 1),
            ),
            [on_hcm("PitelTargetDown", "critical", "33m", "33m20s")],
        )

    def test_two_outages_are_not(self):
        self.check_polls(
            up(
                ("20m", 1),
                ("2m50s", 0),
                ("2m", 1),
                ("2m50s", 0),
                ("32m30s", 1),
            ),
            [self.flapping("35m", "37m40s")],
        )

    def test_down_for_good_is_down(self):
        self.check_polls(
            up(("30m", 1), ("30m10s", 0)),
            [on_hcm("PitelTargetDown", "critical", "33m", None)],
        )

    def polls(self, requests, failed, **labels):
        """Per minute, and `pitel_up` sees only the others."""
        series = {
            selector(
                "pitel_api_requests_total", operation="monitor", **labels
            ): counter(("60m10s", requests)),
        }
        for reason, per_minute in (("timeout", failed), ("dns", 0)):
            series[
                selector(
                    "pitel_api_request_failures_total",
                    operation="monitor",
                    reason=reason,
                    **labels,
                )
            ] = counter(("60m10s", per_minute))
        return series | up(("60m10s", 1), **labels)

    def test_every_other_poll_fails_and_scrapes_see_the_good_ones(self):
        self.check_polls(
            self.polls(6, 3),
            [
                self.flapping(
                    "10m10s",
                    None,
                    "Only 50% of the polls of hcm within 15m succeeded. Most "
                    "polls fail as `timeout`.",
                )
            ],
        )

    def test_every_tenth_poll_fails(self):
        self.check_polls(self.polls(6, 0.6))

    def test_another_exporter_whose_polls_succeed_is_enough(self):
        self.check_polls(self.polls(6, 3) | self.polls(6, 0, instance="b:1"))

    def test_one_exporter_that_reaches_it_is_enough(self):
        self.check_polls(
            up(*((("30s", 1), ("30s", 0)) * 60))
            | up(("1h", 1), instance="b:10748")
        )


class PitelAuthFailing(AlertTest):
    def failing(self, since, until, reason, description=None):
        return on_hcm(
            "PitelAuthFailing",
            "critical",
            since,
            until,
            description,
            reason=reason,
        )

    def test_a_key_that_is_refused(self):
        self.check(
            up(("5m", 1), ("10m", 0))
            | failures(
                "unauthorized",
                ("5m", 0),
                ("20s", 1),
                ("9m40s", 2),
                operation="token",
            ),
            [
                self.failing(
                    "6m20s",
                    None,
                    "unauthorized",
                    "The API of hcm rejects the credential as unauthorized: "
                    "replace the key or token.",
                ),
                on_hcm("PitelTargetDown", "critical", "8m", None),
            ],
        )

    def test_an_account_without_permission(self):
        self.check(
            up(("5m", 1), ("10m", 0))
            | failures("forbidden", ("5m", 0), ("10m", 2)),
            [
                self.failing(
                    "6m",
                    None,
                    "forbidden",
                    "The API of hcm rejects the credential as forbidden: the "
                    "account lacks the view_monitor permission.",
                ),
                on_hcm("PitelTargetDown", "critical", "8m", None),
            ],
        )

    def test_one_refusal_may_be_a_slip(self):
        self.check(
            up(("5m", 1), ("2m", 0), ("8m", 1))
            | failures("unauthorized", ("5m", 0), ("10m", 1))
        )

    def test_two_within_half_an_hour(self):
        self.check(
            up(("40m", 0))
            | failures("forbidden", ("1m", 0), ("20m", 1), ("19m", 2)),
            [
                on_hcm("PitelTargetDown", "critical", "3m", None),
                # The first refusal leaves the window at 31m.
                self.failing("22m", "31m", "forbidden"),
            ],
            watch="39m50s",
        )

    def test_one_and_another_after_it(self):
        self.check(
            up(("50m", 0))
            | failures("forbidden", ("1m", 0), ("35m", 1), ("14m", 2)),
            [on_hcm("PitelTargetDown", "critical", "3m", None)],
            watch="49m50s",
        )

    def test_refusals_that_were_overcome(self):
        self.check(
            up(("15m", 1)) | failures("unauthorized", ("5m", 0), ("10m", 9))
        )

    def test_other_failures_are_no_refusals(self):
        self.check(
            up(("5m", 1), ("2m", 0), ("8m", 1))
            | failures("http_5xx", ("5m", 0), ("10m", 9))
        )

    def test_two_exporters_are_one(self):
        self.check(
            up(("5m", 1), ("2m", 0), ("8m", 1))
            | failures("unauthorized", ("5m", 0), ("10m", 1))
            | failures(
                "unauthorized", ("5m", 0), ("10m", 1), instance="b:10748"
            )
        )


class PitelTokenRefreshFailing(AlertTest):
    def expiry(self, time):
        name = "pitel_api_token_expiry_timestamp_seconds"
        return single(name, ("20m", time))

    def renewals(self):
        return failures(
            "timeout", ("5m", 0), ("15m", 1), operation="token"
        )

    def failing(self, since, until, description=None):
        return on_hcm(
            "PitelTokenRefreshFailing", "warning", since, until, description
        )

    def test_less_than_three_hours_left(self):
        self.check(
            up(("20m", 1)) | self.expiry(3 * 3600) | self.renewals(),
            [
                self.failing(
                    "10m",
                    None,
                    "The token of hcm expires in 2h 50m 0s, and the API does "
                    "not issue a new one.",
                )
            ],
        )

    def test_more_than_three_hours_left(self):
        self.check(
            up(("20m", 1)) | self.expiry(3 * 3600 + 960) | self.renewals()
        )

    def test_a_failure_of_half_an_hour_ago(self):
        name = "pitel_api_token_expiry_timestamp_seconds"
        self.check(
            up(("50m", 1))
            | single(name, ("50m", 3 * 3600))
            | failures("timeout", ("5m", 0), ("45m", 1), operation="token"),
            [self.failing("10m", "35m")],
            watch="49m50s",
        )

    def test_a_token_that_is_renewed(self):
        self.check(up(("20m", 1)) | self.expiry(3 * 3600))

    def test_failures_of_the_monitor_are_others(self):
        self.check(
            up(("20m", 1))
            | self.expiry(3 * 3600)
            | failures("timeout", ("5m", 0), ("15m", 9))
        )

    def test_a_target_that_is_down_has_another_alert(self):
        self.check(
            up(("20m", 0)) | self.expiry(3 * 3600) | self.renewals(),
            [on_hcm("PitelTargetDown", "critical", "3m", None)],
        )


class PitelDataStale(AlertTest):
    """Time begins at 0: that is when the last successful response came."""

    def series(self, interval, last=0, **labels):
        name = "pitel_last_success_timestamp_seconds"
        return (
            up(("15m", 1), **labels)
            | single(name, ("15m", last), **labels)
            | single("pitel_poll_interval_seconds", ("15m", interval), **labels)
        )

    def stale(self, since, until, description=None):
        return on_hcm("PitelDataStale", "critical", since, until, description)

    def test_older_than_a_minute(self):
        self.check(
            self.series(10),
            [
                self.stale(
                    "3m10s",
                    None,
                    "The last successful poll of hcm was 3m 10s ago, but the "
                    "exporter says that it is up.",
                )
            ],
        )

    def test_older_than_four_long_intervals(self):
        self.check(self.series(60), [self.stale("6m10s", None)])

    def test_a_target_that_is_down_has_another_alert(self):
        self.check(
            self.series(10) | up(("15m", 0)),
            [on_hcm("PitelTargetDown", "critical", "3m", None)],
        )

    def test_text_of_two_exporters(self):
        self.check(
            self.series(60),
            [
                self.stale(
                    "6m10s",
                    None,
                    "The last successful poll of hcm was 6m 10s ago, but the "
                    "exporter says that it is up.",
                )
            ],
        )

    def test_another_exporter_has_news(self):
        self.check(
            self.series(10) | self.series(10, 900, instance="b:10748")
        )

    def test_for_less_than_two_minutes(self):
        name = "pitel_last_success_timestamp_seconds"
        self.check(
            self.series(10) | single(name, ("3m", 0), ("12m", 900))
        )


class PitelRowsCollapsed(AlertTest):
    def collapsed(self, since, until, description=None):
        return on_hcm(
            "PitelRowsCollapsed", "warning", since, until, description
        )

    def fall(self, before, after, **labels):
        return single(
            "pitel_api_rows", ("20m", before), ("30m", after), **labels
        )

    def check_rows(self, series, fires=()):
        self.check(series, fires, watch="49m50s")

    def test_a_quarter_is_left(self):
        self.check_rows(
            self.fall(100, 25),
            [
                self.collapsed(
                    "23m",
                    None,
                    "Responses of hcm have only 25.21% of the rows that they "
                    "had: 25.",
                )
            ],
        )

    def test_a_third_is_left(self):
        self.check_rows(self.fall(100, 33))

    def test_fifty_one_rows_are_enough(self):
        self.check_rows(self.fall(51, 10), [self.collapsed("23m", None)])

    def test_forty_nine_are_too_few(self):
        self.check_rows(self.fall(49, 0))

    def test_for_less_than_three_minutes(self):
        self.check_rows(
            single("pitel_api_rows", ("20m", 90), ("3m", 20), ("27m", 90))
        )

    def empty(self, since, until):
        return on_hcm("PitelRowsCollapsed", "critical", since, until)

    def test_hardly_any_row_is_left(self):
        self.check_rows(
            single("pitel_api_rows", ("20m", 300), ("10m", 29), ("20m", 300)),
            [self.empty("22m", "35m"), self.collapsed("23m", "35m")],
        )

    def test_a_tenth_is_left(self):
        self.check_rows(self.fall(300, 30), [self.collapsed("23m", None)])

    def test_for_less_than_two_minutes(self):
        self.check_rows(
            single("pitel_api_rows", ("20m", 300), ("2m", 0), ("28m", 300))
        )

    def test_it_ends_when_the_rows_are_back(self):
        self.check(
            single("pitel_api_rows", ("1h", 300), ("4h", 0), ("3h", 300)),
            [self.empty("62m30s", "5h5m"), self.collapsed("1h5m", "5h5m")],
            step="150s",
            watch="7h",
        )

    def test_evenings_as_of_a_week_ago_are_none(self):
        day = (("10h", 300), ("14h", 5))
        self.check(
            single("pitel_api_rows", *(day * 7), *day),
            # On the first day, nothing is known.
            [
                self.empty("10h2m30s", "22h5m"),
                self.collapsed("10h5m", "22h5m"),
            ],
            step="150s",
            watch="190h",
        )

    def test_two_exporters_are_one(self):
        self.check_rows(
            self.fall(30, 5) | self.fall(30, 5, instance="b:10748")
        )


class PitelRowsMissing(AlertTest):
    def rows(self, reported, received, **labels):
        return single(
            "pitel_api_reported_rows", ("20m", reported), **labels
        ) | single(
            "pitel_api_rows",
            ("5m", reported),
            ("11m", received),
            ("4m", reported),
            **labels,
        )

    def missing(self, description=None):
        return on_hcm(
            "PitelRowsMissing", "warning", "15m", "16m", description
        )

    def test_one_row_too_few(self):
        self.check(
            self.rows(100, 99),
            [
                self.missing(
                    "The number of rows in responses of hcm differs by 1 "
                    "from their total."
                )
            ],
            watch="19m50s",
        )

    def test_or_too_many(self):
        self.check(self.rows(100, 102), [self.missing()], watch="19m50s")

    def test_two_exporters_at_different_moments(self):
        self.check(
            self.rows(100, 100) | self.rows(90, 90, instance="b:10748"),
            watch="19m50s",
        )

    def test_for_less_than_ten_minutes(self):
        self.check(
            single("pitel_api_reported_rows", ("20m", 100))
            | single("pitel_api_rows", ("5m", 100), ("10m", 90), ("5m", 100)),
            watch="19m50s",
        )


class PitelUnknownValues(AlertTest):
    def unknown(self, field, *stretches, **labels):
        name = "pitel_api_unknown_values_total"
        return single(name, *stretches, field=field, **labels)

    def rejected(self, *stretches):
        name = "pitel_api_rejected_rows_total"
        return single(name, *stretches, reason="not_an_object")

    def check_values(self, series, fires=()):
        self.check(series, fires, watch="39m50s")

    def test_a_state_that_is_not_known(self):
        self.check_values(
            self.unknown("call_state", ("5m", 0), ("35m", 1)),
            [
                on_hcm(
                    "PitelUnknownValues",
                    "info",
                    "15m",
                    "20m",
                    "Responses of hcm contain an unknown call_state: 1 times "
                    "within 15m.",
                    field="call_state",
                )
            ],
        )

    def test_rows_that_cannot_be_read(self):
        self.check_values(
            self.rejected(("5m", 0), ("35m", 1)),
            [
                on_hcm(
                    "PitelUnknownValues",
                    "info",
                    "15m",
                    "20m",
                    "Responses of hcm contain rows that cannot be read "
                    "(not_an_object): 1 times within 15m.",
                    reason="not_an_object",
                )
            ],
        )

    def test_a_call_time_that_is_not_usable_is_common(self):
        self.check_values(self.unknown("call_time", ("5m", 0), ("35m", 900)))

    def test_what_was_counted_before_is_no_news(self):
        self.check_values(self.unknown("direction", ("40m", 7)))


class PitelLabelOverflow(AlertTest):
    def test_values_beyond_the_limits(self):
        name = "pitel_overflowed_label_values"
        self.check(
            single(name, ("5m", 0), ("20m", 1), ("15m", 0), label="tenant")
            | single(name, ("5m", 0), ("15m", 3), ("20m", 0), label="server"),
            [
                on_hcm(
                    "PitelLabelOverflow",
                    "warning",
                    "20m",
                    "25m",
                    "1 values of the label tenant of hcm exceed the limits "
                    "and are shown as _other.",
                    label="tenant",
                )
            ],
            watch="39m50s",
        )


class PitelClockSkew(AlertTest):
    def skew(self, since, until, clock, description=None):
        return on_hcm(
            "PitelClockSkew", "warning", since, until, description, clock=clock
        )

    def of(self, metric, value):
        return single(metric, ("5m", 0), ("25m", value), ("10m", 0))

    def check_clock(self, series, fires=()):
        self.check(series, fires, watch="39m50s")

    def test_a_clock_that_is_slow(self):
        self.check_clock(
            self.of("pitel_api_clock_skew_seconds", -121),
            [
                self.skew(
                    "20m",
                    "30m",
                    "Date header",
                    "The Date header of hcm differs from the exporter's "
                    "clock by 2m 1s. "
                    "If that is whole hours, `timezone` is wrong.",
                )
            ],
        )

    def test_a_clock_that_is_fast(self):
        self.check_clock(
            self.of("pitel_api_clock_skew_seconds", 121),
            [self.skew("20m", "30m", "Date header")],
        )

    def test_two_minutes_are_near_enough(self):
        self.check_clock(
            self.of("pitel_api_clock_skew_seconds", -120)
            | self.of("pitel_call_time_offset_seconds", 120)
        )

    def test_call_times_in_the_future(self):
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", 7 * 3600 - 10),
            [
                self.skew(
                    "20m",
                    "30m",
                    "call_time",
                    "The call_time of hcm differs from the exporter's "
                    "clock by 6h 59m "
                    "50s. If that is whole hours, `timezone` is wrong.",
                )
            ],
        )

    def test_call_times_two_minutes_ahead(self):
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", 121),
            [self.skew("20m", "30m", "call_time")],
        )

    def test_call_times_of_long_ago_while_calls_start(self):
        started = {
            selector(
                "pitel_calls_started_total",
                tenant="acme",
                direction="outbound",
            ): counter(("40m", 1))
        }
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", -3601) | started,
            [self.skew("20m", "30m", "call_time")],
        )
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", -3600) | started
        )

    def test_a_call_that_started_a_quarter_of_an_hour_ago(self):
        started = {
            selector(
                "pitel_calls_started_total", tenant="acme", direction="inbound"
            ): gauge(("6m", 0), ("34m", 1))
        }
        # It is within the window from 6m to 21m.
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", -9000) | started
        )
        later = {
            name: gauge(("6m", 0), ("10m", 1), ("24m", 2)) for name in started
        }
        self.check_clock(
            self.of("pitel_call_time_offset_seconds", -9000) | later,
            [
                self.skew(
                    "21m",
                    "30m",
                    "call_time",
                    "The call_time of hcm differs from the exporter's "
                    "clock by -2h 30m "
                    "0s. If that is whole hours, `timezone` is wrong.",
                )
            ],
        )

    def test_one_long_call_at_night(self):
        self.check_clock(self.of("pitel_call_time_offset_seconds", -9000))


class PitelPollSlow(AlertTest):
    def polls(self, *stretches, **labels):
        return single(
            "pitel_poll_duration_seconds", *stretches, **labels
        ) | single("pitel_poll_timeout_seconds", ("40m", 8), **labels)

    def slow(self, since, until, description=None):
        return on_hcm("PitelPollSlow", "warning", since, until, description)

    def check_polls(self, series, fires=()):
        self.check(series, fires, watch="39m50s")

    def test_two_thirds_of_the_timeout(self):
        self.check_polls(
            self.polls(("5m", 1), ("25m", 5.4), ("10m", 1)),
            [
                self.slow(
                    # The average over five minutes lags.
                    "24m20s",
                    "30m40s",
                    "Polls of hcm take 67.5% of their timeout.",
                )
            ],
        )

    def test_half_of_it(self):
        self.check_polls(self.polls(("40m", 4.7)))

    def test_now_and_then_a_slow_one(self):
        self.check_polls(self.polls(*((("20s", 7), ("40s", 3)) * 40)))

    def test_the_slower_of_two_exporters_counts(self):
        self.check_polls(
            self.polls(("40m", 5))
            | self.polls(("40m", 1), instance="b:10748"),
            [self.slow("15m", None)],
        )


if __name__ == "__main__":
    unittest.main()
