"""Alerts on the PBX servers behind a target."""

import unittest

from promtool import (
    AlertTest,
    Firing,
    History,
    counter,
    gauge,
    seconds,
    selector,
    twice,
)


class ComingAndGoing(History):
    """One of two series with a constant sum, while calls come and go."""

    def __init__(self, second, *stretches):
        super().__init__(*stretches)
        self.second = second

    def values(self, step):
        words = []
        samples = (
            total
            for count, total in self.samples(step)
            for _ in range(count)
        )
        for n, total in enumerate(samples):
            moving = n % 2 if total else 0
            if total is None:
                words.append("stale")
            else:
                words.append(f"{moving if self.second else total - moving}")
        return " ".join(words)


def leg(tenant, server, state="oncall", **labels):
    return selector(
        "pitel_active_legs",
        tenant=tenant,
        server=server,
        direction="inbound",
        state=state,
        **labels,
    )


def legs(*stretches, server="s1", **labels):
    """This many legs on a server where calls come and go."""
    return {
        leg("acme", server, **labels): ComingAndGoing(False, *stretches),
        leg("zenith", server, **labels): ComingAndGoing(True, *stretches),
    }


def missing(reported, received, duration):
    """As two exporters see it."""
    return twice(
        {
            selector("pitel_api_rows"): gauge((duration, received)),
            selector("pitel_api_reported_rows"): gauge((duration, reported)),
        }
    )


ROWS_MISSING = Firing("PitelRowsMissing", "warning", "10m", None)


def firing(alert, since, until, description=None):
    return Firing(
        alert, "critical", since, until, {"server": "s1"}, description
    )


class PitelServerLostCalls(AlertTest):
    """Legs drop at 20m. With fewer than 30, no other alert detects it."""

    def lost(self, since, until, description=None):
        return firing("PitelServerLostCalls", since, until, description)

    def fall(self, before, after, **labels):
        return legs(("20m", before), ("30m", after), **labels)

    def check_fall(self, series, fires=()):
        self.check(series, fires, watch="49m50s")

    def test_a_quarter_is_left_while_the_others_keep_theirs(self):
        self.check_fall(
            self.fall(24, 6) | self.fall(25, 25, server="s2"),
            [
                self.lost(
                    "22m",
                    None,
                    "Only 25.21% of the legs on server s1 of hcm are left (6 "
                    "of 24). The other servers kept theirs.",
                )
            ],
        )

    def test_a_third_is_left(self):
        self.check_fall(self.fall(24, 8) | self.fall(25, 25, server="s2"))

    def test_twenty_one_legs_are_enough(self):
        self.check_fall(
            self.fall(21, 0) | self.fall(25, 25, server="s2"),
            [self.lost("22m", None)],
        )

    def test_nineteen_are_too_few(self):
        self.check_fall(self.fall(19, 0) | self.fall(25, 25, server="s2"))

    def test_when_all_lose_calls_it_is_no_server(self):
        self.check_fall(self.fall(24, 4) | self.fall(50, 34, server="s2"))

    def test_when_the_others_keep_three_quarters_it_is(self):
        self.check_fall(
            self.fall(24, 4) | self.fall(50, 38, server="s2"),
            [self.lost("22m", None)],
        )

    def test_phones_that_ring_are_no_calls(self):
        self.check_fall(
            legs(("50m", 3))
            | {
                leg("acme", "s1", "ringing"): gauge(("20m", 50), ("30m", 0)),
            }
            | self.fall(25, 25, server="s2")
        )

    def test_the_others_are_compared_with_the_same_time(self):
        self.check_fall(
            self.fall(29, 0) | self.fall(50, 36, server="s2"),
            [self.lost("22m", None)],
        )
        # Their calls of half an hour ago are over.
        self.check_fall(
            legs(("30m", 29), ("20m", 0))
            | legs(("10m", 60), ("40m", 25), server="s2"),
            [self.lost("32m", None)],
        )

    def test_an_only_server_has_no_others(self):
        self.check_fall(self.fall(24, 0))

    def test_it_ends_when_the_calls_are_back(self):
        self.check(
            legs(("20m", 24), ("60m", 0), ("40m", 24))
            | legs(("120m", 25), server="s2"),
            [self.lost("22m", "85m")],
            watch="119m50s",
        )

    def test_or_when_the_exporter_restarts_and_does_not_know_the_server(self):
        self.check(
            legs(("20m", 24), ("20m", 0), ("40m", None), ("40m", 24))
            | legs(("120m", 25), server="s2"),
            [self.lost("22m", "85m")],
            watch="119m50s",
        )
        # While nothing is known of the target, it is not known to last.
        self.check(
            legs(("20m", 24), ("20m", 0), ("40m", None), ("40m", 24))
            | legs(("40m", 25), ("80m", None), server="s2"),
            [self.lost("22m", "45m")],
            watch="119m50s",
        )

    def test_rows_of_a_crash_that_are_removed_are_no_loss(self):
        stale = selector(
            "pitel_stale_legs", tenant="acme", server="s1", state="oncall"
        )
        self.check_fall(
            self.fall(24, 4)
            | {stale: gauge(("20m", 11), ("30m", 0))}
            | self.fall(25, 25, server="s2")
        )
        # Most of the calls that ended were real.
        self.check_fall(
            self.fall(24, 4)
            | {stale: gauge(("20m", 9), ("30m", 0))}
            | self.fall(25, 25, server="s2"),
            [self.lost("22m", None)],
        )

    def test_a_drained_server_lost_none(self):
        drained = (("20m", 24), *((f"30s", 24 - 2 * n) for n in range(1, 13)))
        self.check_fall(
            legs(*drained, ("24m", 0))
            | legs(
                *((length, 49 - count) for length, count in drained),
                ("24m", 49),
                server="s2",
            )
        )

    def campaign(self, before, after, direction="outbound", calls=None):
        """Of one tenant, beside calls of many that stay."""
        labels = {"server": "s1", "direction": direction, "state": "oncall"}
        series = {
            selector("pitel_active_legs", tenant="dialler", **labels): gauge(
                ("19m", before - 1), ("1m", before), ("30m", after)
            )
        }
        if calls:
            series[
                selector("pitel_active_calls", tenant="dialler", **labels)
            ] = gauge(("20m", calls), ("30m", 0))
        return series

    def test_a_campaign_that_stops_is_no_loss(self):
        self.check_fall(
            self.campaign(80, 0)
            | legs(("50m", 6))
            | self.fall(25, 25, server="s2")
        )

    def test_a_conference_that_ends_is_no_loss(self):
        self.check_fall(
            self.campaign(28, 0, "local", calls=1)
            | {leg("acme", "s1"): gauge(*((("5m", 0), ("5m", 1)) * 5))}
            | self.fall(25, 25, server="s2")
        )

    def test_for_less_than_two_minutes_it_may_be_chance(self):
        self.check_fall(
            legs(("20m", 24), ("2m", 0), ("28m", 24))
            | self.fall(25, 25, server="s2")
        )

    def test_rows_that_are_missing_say_nothing(self):
        self.check_fall(
            self.fall(24, 4)
            | self.fall(25, 25, server="s2")
            | missing(100, 94, "50m"),
            [ROWS_MISSING],
        )

    def test_a_few_missing_rows_do_not_blind_it(self):
        self.check_fall(
            self.fall(24, 4)
            | self.fall(25, 25, server="s2")
            | missing(100, 96, "50m"),
            [ROWS_MISSING, self.lost("22m", None)],
        )

    def test_the_heap_of_servers_is_no_server(self):
        self.check_fall(
            self.fall(24, 0, server="_other") | self.fall(25, 25, server="s2")
        )

    def test_two_exporters_are_one(self):
        self.check_fall(
            self.fall(12, 0)
            | self.fall(12, 0, instance="b:10748")
            | self.fall(25, 25, server="s2")
        )


class PitelServerDroppedCalls(AlertTest):
    """All at once at 5m, on the only server."""

    def dropped(self, since, until, description=None):
        return firing("PitelServerDroppedCalls", since, until, description)

    def fall(self, before, after, **labels):
        return legs(("5m", before), ("20m", after), **labels)

    def check_fall(self, series, fires=()):
        self.check(series, fires, watch="24m50s")

    def test_a_third_is_left(self):
        self.check_fall(
            self.fall(30, 10),
            [
                self.dropped(
                    "6m30s",
                    "22m30s",
                    "Only 33.33% of the legs on server s1 of hcm are left (10 "
                    "of 30). Calls do not end that fast by themselves.",
                )
            ],
        )

    def test_more_than_a_third_is_left(self):
        self.check_fall(self.fall(30, 11))

    def test_phones_that_ring_are_no_calls(self):
        self.check_fall(
            legs(("25m", 3))
            | {leg("acme", "s1", "ringing"): gauge(("5m", 90), ("20m", 0))}
        )

    def test_twenty_nine_are_too_few(self):
        self.check_fall(self.fall(29, 0))

    def test_one_poll_of_a_minute_that_shows_none(self):
        self.check_fall(legs(("5m", 90), ("90s", 0), ("19m", 90)))

    def test_polls_of_two_minutes_do_not_show_when_calls_ended(self):
        for interval, fires in (
            (60, [self.dropped("16m30s", None)]),
            (120, []),
        ):
            last = selector("pitel_last_success_timestamp_seconds")
            polls = range(0, 26 * 60, interval)
            self.check_fall(
                legs(("15m", 30), ("10m", 10))
                | {last: gauge(*((f"{interval}s", time) for time in polls))},
                fires,
            )

    def test_calls_that_end_by_themselves_do_not_end_that_fast(self):
        # e^(-t / 3 min): half of them in two minutes.
        self.check_fall(
            legs(
                ("5m", 1000),
                *(("10s", round(1000 * 0.946**n)) for n in range(1, 121)),
            )
        )

    def test_rows_that_are_missing_say_nothing(self):
        self.check_fall(
            self.fall(90, 20) | missing(100, 94, "25m"), [ROWS_MISSING]
        )

    def test_a_few_missing_rows_do_not_blind_it(self):
        self.check_fall(
            self.fall(90, 20) | missing(100, 96, "25m"),
            [ROWS_MISSING, self.dropped("6m30s", "22m30s")],
        )

    def rows_missing_until(self, end):
        rest = f"{25 * 60 - seconds(end)}s"
        return {
            selector("pitel_api_rows"): gauge((end, 50), (rest, 100)),
            selector("pitel_api_reported_rows"): gauge(("25m", 100)),
        }

    def test_rows_that_were_missing_say_nothing_for_five_minutes(self):
        self.check_fall(self.fall(90, 20) | self.rows_missing_until("3m"))

    def test_rows_that_were_missing_before_are_forgotten(self):
        self.check_fall(
            self.fall(90, 20) | self.rows_missing_until("1m"),
            [self.dropped("6m30s", "22m30s")],
        )

    def test_a_response_without_rows_is_no_drop(self):
        self.check_fall(
            self.fall(90, 0)
            | {selector("pitel_api_rows"): gauge(("5m", 300), ("20m", 0))}
            | {selector("pitel_api_reported_rows"): gauge(("5m", 300), ("20m", 0))},
            [
                Firing("PitelRowsCollapsed", "critical", "7m", None),
                Firing("PitelRowsCollapsed", "warning", "8m", None),
            ],
        )

    def test_rows_collapse_beside_those_of_a_quarter_of_an_hour(self):
        for many, few, fires in (
            ("8m30s", "690s", []),
            ("5m", "15m", [self.dropped("21m30s", None)]),
        ):
            rows = selector("pitel_api_rows")
            self.check(
                legs(("20m", 90), ("5m", 10))
                | {rows: gauge((many, 1000), (few, 100), ("5m", 20))},
                fires,
                watch="24m50s",
                alone=True,
            )

    def test_a_campaign_that_stops_is_no_drop(self):
        campaign = selector(
            "pitel_active_legs",
            tenant="dialler",
            server="s1",
            direction="outbound",
            state="oncall",
        )
        self.check_fall(
            {campaign: gauge(("5m", 80), ("20m", 0))} | legs(("25m", 6))
        )
        # With the calls of others, it is.
        self.check_fall(
            {campaign: gauge(("5m", 80), ("20m", 0))} | self.fall(6, 0),
            [self.dropped("6m30s", "22m30s")],
        )

    def stale(self, *stretches):
        return {
            selector(
                "pitel_stale_legs", tenant="acme", server="s1", state="oncall"
            ): gauge(*stretches)
        }

    def test_rows_of_a_crash_that_are_removed_are_no_drop(self):
        self.check_fall(
            self.fall(90, 10) | self.stale(("5m", 41), ("20m", 0))
        )

    def test_but_calls_that_end_with_them_are(self):
        self.check_fall(
            self.fall(90, 10) | self.stale(("5m", 40), ("20m", 0)),
            [self.dropped("6m30s", "22m30s")],
        )

    def test_a_conference_that_ends_is_no_drop(self):
        labels = {
            "tenant": "acme",
            "server": "s1",
            "direction": "local",
            "state": "oncall",
        }
        self.check_fall(
            {
                selector(metric, **labels): gauge(("5m", count), ("20m", 0))
                for metric, count in (
                    ("pitel_active_legs", 40),
                    ("pitel_active_calls", 1),
                )
            }
        )

    def test_nor_is_one_that_is_unusual_at_this_hour(self):
        for night, fires in (
            (3, []),
            (20, [self.dropped("28h", None)]),
        ):
            self.check(
                legs(("27h", night), ("1h", 40), ("10m", 1)),
                fires,
                step="150s",
                watch="28h5m",
            )

    def test_an_api_that_fails_meanwhile_is_no_drop(self):
        self.check_fall(legs(("5m", 90), ("10m", None), ("10m", 90)))

    def test_the_heap_of_servers_is_no_server(self):
        self.check_fall(self.fall(90, 0, server="_other"))

    def test_two_exporters_are_one(self):
        self.check_fall(
            self.fall(20, 0) | self.fall(20, 0, instance="b:10748")
        )


def extensions(*stretches, server="s1", **labels):
    return {
        selector(
            "pitel_extensions",
            tenant="acme",
            server=server,
            state="idle",
            **labels,
        ): gauge(*stretches)
    }


class PitelServerExtensionsLost(AlertTest):
    """Phones drop at 1h10m, at night, without calls."""

    def lost(self, since, until, description=None):
        return firing("PitelServerExtensionsLost", since, until, description)

    def fall(self, before, after, **labels):
        return extensions(("70m", before), ("80m", after), **labels)

    def check_fall(self, series, fires=()):
        self.check(series, fires, step="1m", watch="2h29m")

    def test_less_than_half_is_left_while_the_others_keep_theirs(self):
        self.check_fall(
            self.fall(20, 9) | self.fall(50, 50, server="s2"),
            [
                self.lost(
                    "75m",
                    None,
                    "Only 45% of the phones on server s1 of hcm are left (9 "
                    "of 20). The other servers kept theirs.",
                )
            ],
        )

    def test_half_is_left(self):
        self.check_fall(self.fall(20, 10) | self.fall(50, 50, server="s2"))

    def test_nineteen_are_too_few(self):
        self.check_fall(self.fall(19, 0) | self.fall(50, 50, server="s2"))

    def test_when_all_go_home_it_is_no_server(self):
        self.check_fall(self.fall(20, 0) | self.fall(50, 40, server="s2"))

    def test_when_the_others_keep_most_it_is(self):
        self.check_fall(
            self.fall(20, 0) | self.fall(50, 41, server="s2"),
            [self.lost("75m", None)],
        )

    def test_it_ends_when_they_are_back(self):
        self.check(
            extensions(("70m", 90), ("180m", 0), ("50m", 90))
            | extensions(("300m", 50), server="s2"),
            [self.lost("75m", "250m")],
            step="1m",
            watch="299m",
        )

    def test_people_who_go_home_on_the_first_day(self):
        home = (("2m", 100 - 6 * n) for n in range(16))
        self.check(
            extensions(("70m", 100), *home, ("120m", 10))
            | extensions(("300m", 100), server="s2"),
            step="1m",
            watch="200m",
        )

    def test_on_the_second_day_an_hour_is_long_enough(self):
        # Yesterday at this time they were there.
        self.check(
            extensions(
                ("25h", 100), *(("2m", 100 - 6 * n) for n in range(16)),
                ("2h", 10),
            )
            | extensions(("30h", 100), server="s2"),
            [self.lost("25h23m", None)],
            step="1m",
            watch="27h",
        )

    def test_phones_that_moved_to_the_others_are_not_lost(self):
        self.check_fall(self.fall(20, 0) | self.fall(50, 70, server="s2"))

    def test_within_five_minutes_they_may_come_back(self):
        self.check_fall(
            extensions(("70m", 90), ("5m", 0), ("75m", 90))
            | self.fall(50, 50, server="s2")
        )

    def test_rows_that_are_missing_say_nothing(self):
        self.check_fall(
            self.fall(20, 0)
            | self.fall(50, 50, server="s2")
            | missing(100, 94, "150m"),
            [ROWS_MISSING],
        )

    def test_a_few_missing_rows_do_not_blind_it(self):
        self.check_fall(
            self.fall(20, 0)
            | self.fall(50, 50, server="s2")
            | missing(100, 96, "150m"),
            [ROWS_MISSING, self.lost("75m", None)],
        )

    def test_the_heap_of_servers_is_no_server(self):
        self.check_fall(
            self.fall(20, 0, server="_other") | self.fall(50, 50, server="s2")
        )

    def test_two_exporters_are_one(self):
        self.check_fall(
            self.fall(15, 0)
            | self.fall(15, 0, instance="b:10748")
            | self.fall(50, 50, server="s2")
        )


class PitelCallsFrozen(AlertTest):
    def still(self, count, server="s1", tenant="acme", **labels):
        return {
            leg(tenant, server, **labels): gauge(
                ("2m", count + 1), ("20m", count), ("20m", count - 1)
            )
        }

    def frozen(self, since="14m", until="22m", description=None):
        return firing("PitelCallsFrozen", since, until, description)

    def check_still(self, series, fires=()):
        self.check(series, fires, watch="30m")

    def test_ten_legs_that_stand_still(self):
        self.check_still(
            self.still(11),
            [
                self.frozen(
                    description="None of the 11 legs on server s1 of hcm "
                    "came or went within 10m: they are not real."
                )
            ],
        )

    def test_nine_are_too_few(self):
        self.check_still(self.still(9))

    def test_a_conference_is_one_call(self):
        calls = selector(
            "pitel_active_calls",
            tenant="acme",
            server="s1",
            direction="inbound",
            state="oncall",
        )
        self.check_still(self.still(40) | {calls: gauge(("42m", 1))})

    def test_one_more_is_enough(self):
        self.check_still(self.still(10), [self.frozen()])

    def test_calls_that_come_and_go_keep_their_number(self):
        self.check_still(legs(("40m", 50)))

    def test_a_living_server_does_not_hide_a_dead_one(self):
        self.check_still(
            self.still(10) | legs(("40m", 50), server="s2"), [self.frozen()]
        )

    def test_a_living_tenant_proves_the_server_alive(self):
        self.check_still(self.still(50, tenant="other") | legs(("40m", 3)))

    def test_just_after_the_start_nothing_is_known(self):
        late = {
            name: gauge(("5m", None), ("25m", 10))
            for name in self.still(10)
        }
        self.check_still(late, [self.frozen("17m", None)])

    def test_the_heap_of_servers_is_no_server(self):
        self.check_still(self.still(50, server="_other"))

    def test_two_exporters_are_one(self):
        self.check_still(self.still(6) | self.still(6, instance="b:10748"))


class PitelStaleLegs(AlertTest):
    def stale(self, *stretches, state="oncall", **labels):
        return {
            selector(
                "pitel_stale_legs",
                tenant="acme",
                server="s1",
                state=state,
                **labels,
            ): gauge(*stretches)
        }

    def firing(self, severity, since, until, description=None):
        return Firing(
            "PitelStaleLegs",
            severity,
            since,
            until,
            {"server": "s1"},
            description,
        )

    def check_legs(self, series, fires=()):
        self.check(series, fires, watch="1h", step="1m")

    def test_one_is_worth_a_note(self):
        self.check_legs(
            self.stale(("5m", 0), ("25m", 1), ("30m", 0)),
            [
                self.firing(
                    "info",
                    "20m",
                    "30m",
                    "1 legs on server s1 of hcm have been ringing or on call "
                    "for longer than is plausible.",
                )
            ],
        )

    def test_twenty_one_are_a_warning(self):
        text = (
            "21 legs on server s1 of hcm have been ringing or on call for "
            "longer than is plausible."
        )
        self.check_legs(
            self.stale(("5m", 0), ("25m", 11), ("30m", 0))
            | self.stale(("5m", 0), ("25m", 10), ("30m", 0), state="ringing"),
            [
                self.firing("info", "20m", "30m", text),
                self.firing("warning", "20m", "30m", text),
            ],
        )

    def test_two_exporters_are_one(self):
        self.check_legs(
            self.stale(("1h", 12)) | self.stale(("1h", 12), instance="b:10748"),
            [self.firing("info", "15m", None)],
        )

    def test_those_that_vanish_in_time_are_not_heard_of(self):
        self.check_legs(self.stale(("5m", 0), ("15m", 40), ("40m", 0)))


def inbound(started, answered, tenants, **labels):
    """This many calls at each tenant at once, seen at 10m."""
    return {
        selector(
            f"pitel_calls_{what}_total",
            direction="inbound",
            **{"tenant": f"t{n}"} | labels,
        ): gauge(("10m", 5), ("30m", 5 + count))
        for n in range(tenants)
        for what, count in (("started", started), ("answered", answered))
    }


class PitelNoCallsAnsweredAnywhere(AlertTest):
    def nowhere(self, description=None):
        return Firing(
            "PitelNoCallsAnsweredAnywhere",
            "critical",
            "11m",
            "25m",
            {},
            description,
        )

    def check_calls(self, series, fires=()):
        self.check(series, fires, watch="39m50s")

    def test_thirty_calls_of_five_tenants(self):
        self.check_calls(
            inbound(6, 0, 5),
            [
                self.nowhere(
                    "The tenants of hcm received 30 calls within 15 minutes, "
                    "and almost none was answered."
                )
            ],
        )

    def test_of_four_tenants(self):
        self.check_calls(inbound(9, 0, 4))

    def test_a_fifth_that_nobody_called(self):
        self.check_calls(
            inbound(9, 0, 4) | inbound(0, 0, 1, tenant="t4")
        )

    def test_a_fifth_that_one_caller_called(self):
        self.check_calls(
            inbound(8, 0, 4) | inbound(1, 0, 1, tenant="t4"), [self.nowhere()]
        )

    def test_answers_of_a_quarter_of_an_hour_ago(self):
        self.check_calls(
            inbound(8, 0, 5)
            | {
                selector(
                    "pitel_calls_answered_total",
                    tenant="t0",
                    direction="inbound",
                ): gauge(("2m", 5), ("38m", 9))
            },
            [
                Firing(
                    "PitelNoCallsAnsweredAnywhere", "critical", "18m", "25m"
                )
            ],
        )

    def test_twenty_eight_are_too_few(self):
        self.check_calls(inbound(4, 0, 7))

    def check_evenings(self, first, second, fires):
        """Calls and answers per minute of six tenants, from 10h to 14h."""
        morning, night = ("10h", 1, 1), ("10h", 0, 0)
        days = [
            stretch
            for evening in (first, second)
            for stretch in (morning, ("4h", *evening), night)
        ]
        self.check(
            {
                selector(
                    f"pitel_calls_{what}_total",
                    tenant=f"t{n}",
                    direction="inbound",
                ): counter(*((h, value(a, b)) for h, a, b in days))
                for what, value in (
                    ("started", lambda calls, _: calls),
                    ("answered", lambda _, answered: answered),
                    ("unanswered", lambda calls, answered: calls - answered),
                )
                for n in range(6)
            },
            [
                Firing("PitelNoCallsAnsweredAnywhere", "critical", *times)
                for times in fires
            ],
            step="150s",
            watch="2d",
        )

    def test_voicemails_in_the_evening_are_news_once(self):
        self.check_evenings((1, 0), (1, 0), [("10h17m30s", "14h12m30s")])

    def test_an_evening_without_the_usual_answers(self):
        self.check_evenings((1, 0.2), (1, 0), [("34h17m30s", "38h12m30s")])

    def test_one_in_forty_is_hardly_one(self):
        answer = {
            selector(
                "pitel_calls_answered_total", tenant="t0", direction="inbound"
            ): gauge(("10m", 5), ("30m", 6))
        }
        self.check_calls(inbound(8, 0, 5) | answer, [self.nowhere()])
        self.check_calls(twice(inbound(8, 0, 5) | answer), [self.nowhere()])
        self.check_calls(inbound(6, 0, 5) | answer)

    def test_two_exporters_are_one(self):
        self.check_calls(
            inbound(3, 0, 6) | inbound(3, 0, 6, instance="b:10748")
        )


class PitelTenantsInTrouble(AlertTest):
    """Tenants whose phones are all in use for twenty minutes from 10m on."""

    all_rules = True  # this alert reads the others

    def tenants(self, count, idle=1, **labels):
        return {
            name: history
            for n in range(count)
            for name, history in {
                selector(
                    "pitel_extensions",
                    tenant=f"t{n}",
                    server="s1",
                    state=state,
                    **labels,
                ): gauge(("10m", a), ("20m", b), ("30m", a))
                for state, a, b in (
                    ("idle", idle, 0),
                    ("oncall", 20 - idle, 20),
                )
            }.items()
        }

    def saturated(self, count):
        return [
            Firing(
                "PitelAgentsSaturated",
                "warning",
                "20m",
                "30m",
                {"tenant": f"t{n}"},
            )
            for n in range(count)
        ]

    def check_tenants(self, series, fires):
        self.check(series, fires, step="1m", watch="59m")

    def test_ten_tenants(self):
        self.check_tenants(
            self.tenants(10),
            self.saturated(10)
            + [
                Firing(
                    "PitelTenantsInTrouble",
                    "critical",
                    "20m",
                    "35m",
                    {"target": None},
                    "10 tenants have alerts at the same time: "
                    "PitelAgentsSaturated (10). Most affected targets: "
                    "hcm (10).",
                )
            ],
        )

    def test_nine_are_too_few(self):
        self.check_tenants(self.tenants(9), self.saturated(9))

    def test_ten_of_more_than_two_hundred_are_usual(self):
        callers = {
            selector("pitel_ringing_callers", tenant=f"t{n}"): gauge(("1h", 0))
            for n in range(201)
        }
        self.check_tenants(self.tenants(10) | callers, self.saturated(10))


if __name__ == "__main__":
    unittest.main()
