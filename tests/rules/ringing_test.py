"""Alerts on ringing callers, which must fire within a minute or two."""

import unittest

from promtool import AlertTest, Firing, counter, gauge, selector


def callers(history, tenant="acme", **labels):
    return {selector("pitel_ringing_callers", tenant=tenant, **labels): history}


def oldest(history, tenant="acme", **labels):
    name = "pitel_ringing_oldest_seconds"
    return {selector(name, tenant=tenant, **labels): history}


def oncall(history, tenant="acme", direction="inbound", server="s1", **labels):
    return {
        selector(
            "pitel_active_calls",
            tenant=tenant,
            server=server,
            direction=direction,
            state="oncall",
            **labels,
        ): history
    }


def backlog(since, until, tenant="acme", description=None):
    return Firing(
        "PitelRingingBacklog",
        "critical",
        since,
        until,
        {"tenant": tenant},
        description,
    )


class PitelRingingBacklog(AlertTest):
    def test_fires_after_a_minute_and_five_minutes_longer(self):
        self.check(
            callers(gauge(("2m", 4), ("3m", 5), ("15m", 0)))
            | oncall(gauge(("20m", 9))),
            [
                backlog(
                    "3m",
                    # Last seen at 4m50s.
                    "10m",
                    description="5 callers of acme on hcm are ringing, beside "
                    "9 inbound calls in progress.",
                )
            ],
            watch="20m",
        )

    def test_is_not_heard_of_within_the_minute(self):
        self.check(
            callers(gauge(("2m", 0), ("1m", 8), ("10m", 0)))
            | oncall(gauge(("13m", 0)))
        )

    def test_a_ring_group_of_five_is_one_caller(self):
        legs = selector(
            "pitel_active_legs",
            tenant="acme",
            server="s1",
            direction="inbound",
            state="ringing",
        )
        self.check(
            callers(gauge(("15m", 1)))
            | oncall(gauge(("15m", 0)))
            | {legs: gauge(("15m", 5))}
        )

    def test_four_callers_are_no_backlog_of_a_tiny_tenant(self):
        self.check(
            callers(gauge(("15m", 4))) | oncall(gauge(("15m", 0)))
        )

    def test_half_of_those_who_talk_is_none_of_a_small_one(self):
        self.check(
            callers(gauge(("15m", 19)))
            | oncall(gauge(("15m", 20)))
            | oncall(gauge(("15m", 18)), server="s2")
        )

    def test_more_than_half_of_them_is(self):
        self.check(
            callers(gauge(("15m", 19)))
            | oncall(gauge(("15m", 20)))
            | oncall(gauge(("15m", 17)), server="s2"),
            [backlog("1m", None)],
        )

    def test_a_quarter_is_none_of_a_large_one(self):
        self.check(callers(gauge(("15m", 25))) | oncall(gauge(("15m", 100))))

    def test_more_than_a_quarter_is(self):
        for ringing, talking in ((26, 100), (150, 450), (80, 200)):
            self.check(
                callers(gauge(("15m", ringing)))
                | oncall(gauge(("15m", talking))),
                [backlog("1m", None)],
            )

    def test_one_poll_a_minute_that_shows_fewer_does_not_hide_it(self):
        self.check(
            callers(gauge(*((("50s", 8), ("10s", 4)) * 15)))
            | oncall(gauge(("15m", 8))),
            # Where nothing was known, one poll is all of the window.
            [backlog("1m", None)],
        )

    def test_two_tenants_that_take_turns_do_not_hide_it(self):
        turns = (("10m", 0), *((("50s", 8), ("50s", 0)) * 12))
        self.check(
            callers(gauge(*turns))
            | callers(gauge(("10m50s", 0), *turns[1:]), "other")
            | oncall(gauge(("30m", 8)))
            | oncall(gauge(("30m", 8)), "other"),
            [
                # 10 of the 31 polls of five minutes, and a minute more.
                backlog("12m40s", None),
                backlog("13m30s", None, "other"),
            ],
            watch="29m50s",
        )

    def test_nor_do_three(self):
        self.check(
            {
                name: history
                for n in range(3)
                for name, history in (
                    callers(
                        gauge(
                            (f"{600 + 40 * n}s", 0),
                            *((("40s", 8), ("80s", 0)) * 10),
                        ),
                        f"t{n}",
                    )
                    | oncall(gauge(("30m", 8)), f"t{n}")
                ).items()
            },
            [
                backlog("15m", None, "t0"),
                backlog("15m40s", None, "t1"),
                backlog("16m20s", None, "t2"),
            ],
            watch="29m50s",
        )

    def test_a_quarter_of_the_time_is_little(self):
        self.check(
            callers(gauge(("10m", 0), *((("30s", 8), ("90s", 0)) * 10)))
            | oncall(gauge(("30m", 8))),
            watch="29m50s",
        )

    def test_nor_do_polls_that_take_turns(self):
        self.check(
            callers(gauge(("10m", 0), *((("10s", 20), ("10s", 0)) * 30)))
            | oncall(gauge(("20m", 0))),
            [backlog("14m", None)],
            watch="19m50s",
        )

    def test_those_left_behind_by_a_crash_do_not_talk(self):
        def stale(count):
            return {
                selector(
                    "pitel_stale_legs",
                    tenant="acme",
                    server=server,
                    state="oncall",
                ): gauge(("5m", count), ("10m", 0))
                for server in ("s1", "s2")
            }

        ringing = callers(gauge(("15m", 15))) | oncall(gauge(("15m", 40)))
        self.check(ringing | stale(15), [backlog("1m", "10m")])
        self.check(ringing | stale(5))

    def crashed(self, **calls):
        """Calls of each direction that a crash of `s1` left behind."""
        return {
            selector(
                "pitel_stale_legs", tenant="acme", server="s1", state="oncall"
            ): gauge(("15m", sum(calls.values())))
        } | {
            name: history
            for direction, count in calls.items()
            for name, history in oncall(
                gauge(("15m", count)), direction=direction
            ).items()
        }

    def test_those_of_one_server_do_not_make_calls_of_another_unreal(self):
        self.check(
            callers(gauge(("15m", 8)))
            | self.crashed(inbound=10, outbound=30)
            | oncall(gauge(("15m", 16)), server="s2")
        )
        self.check(
            callers(gauge(("15m", 8)))
            | self.crashed(inbound=10, outbound=30)
            | oncall(gauge(("15m", 15)), server="s2"),
            [backlog("1m", None)],
        )

    def test_those_of_a_server_that_is_back_are_of_all_directions(self):
        def after(ringing):
            stale = selector(
                "pitel_stale_legs", tenant="acme", server="s1", state="oncall"
            )
            return (
                callers(gauge(("15m", ringing)))
                | {stale: gauge(("15m", 40))}
                | oncall(gauge(("15m", 40)))
                | oncall(gauge(("15m", 40)), direction="outbound")
            )

        # 20 of the 40 inbound calls are real.
        self.check(after(10))
        self.check(after(11), [backlog("1m", None)])

    def test_where_polls_are_rare_two_are_not_enough(self):
        for interval, length, fires in (
            (20, "2m", [backlog("11m", "17m")]),
            (21, "2m", []),
            (60, "2m", []),
            (60, "3m", [backlog("13m", "18m")]),
        ):
            rest = f"{20 - int(length[0])}m"
            name = "pitel_poll_interval_seconds"
            self.check(
                callers(gauge(("10m", 0), (length, 8), (rest, 0)))
                | oncall(gauge(("30m", 0)))
                | {
                    selector(name, instance=instance): gauge(("30m", interval))
                    for instance in ("a:10748", "b:10748")
                },
                fires,
                watch="29m50s",
            )

    def test_says_how_many_rang_at_most_within_two_minutes(self):
        self.check(
            callers(
                gauge(
                    ("3m20s", 0), ("10s", 30), ("1m30s", 0),
                    ("10s", 9), ("30s", 0), ("10m", 8),
                )
            )
            | oncall(gauge(("15m40s", 9))),
            [
                backlog(
                    "6m40s",
                    None,
                    description="9 callers of acme on hcm are ringing, beside "
                    "9 inbound calls in progress.",
                )
            ],
        )

    def test_an_exporter_that_restarts_does_not_start_it_anew(self):
        self.check(
            callers(gauge(*((("40s", 8), ("20s", None)) * 15)))
            | oncall(gauge(*((("40s", 8), ("20s", None)) * 15))),
            [backlog("1m", None)],
        )

    def test_calls_in_progress_need_not_be_known(self):
        self.check(callers(gauge(("15m", 8))), [backlog("1m", None)])

    def test_labels_of_the_site_do_not_double_it(self):
        for pod in ("a", "b"):
            more = {"replica": pod, "service": pod, "namespace": "calls"}
            self.check(
                callers(gauge(("15m", 8)), **more)
                | callers(gauge(("15m", 8)), **more | {"replica": "c"})
                | oncall(gauge(("15m", 14)), **more),
                [backlog("1m", None)],
            )

    def test_calls_out_and_local_do_not_hide_it(self):
        self.check(
            callers(gauge(("15m", 10)))
            | oncall(gauge(("15m", 10)))
            | oncall(gauge(("15m", 90)), direction="outbound")
            | oncall(gauge(("15m", 90)), direction="local"),
            [backlog("1m", None)],
        )

    def test_the_heap_of_tenants_is_no_tenant(self):
        self.check(
            callers(gauge(("15m", 50)), tenant="_other")
            | oncall(gauge(("15m", 0)), tenant="_other")
        )

    def test_two_exporters_are_not_counted_twice(self):
        ringing = callers(gauge(("15m", 8))) | callers(
            gauge(("15m", 8)), instance="b:10748"
        )
        # Twice 10 would be enough to call it normal, 8 twice a backlog of 16.
        talking = oncall(gauge(("15m", 14))) | oncall(
            gauge(("15m", 14)), instance="b:10748"
        )
        self.check(ringing | talking, [backlog("1m", None)])
        self.check(
            callers(gauge(("15m", 4)))
            | callers(gauge(("15m", 4)), instance="b:10748")
            | oncall(gauge(("15m", 0)))
            | oncall(gauge(("15m", 0)), instance="b:10748")
        )

    def test_a_failed_poll_does_not_start_it_anew(self):
        up = selector("pitel_up")
        self.check(
            callers(gauge(("15m", 8)))
            | oncall(gauge(("15m", 0)))
            | {up: gauge(("30s", 1), ("10s", 0), ("14m20s", 1))},
            [backlog("1m", None)],
        )


class PitelRingingBacklogs(AlertTest):
    def tenants(self, count, waiting=8, talking=0, **labels):
        return {
            name: history
            for n in range(count)
            for name, history in self.tenant(
                f"t{n}", waiting, talking, **labels
            ).items()
        }

    def tenant(self, name, waiting, talking, **labels):
        return callers(
            gauge(("5m", waiting), ("15m", 0)), name, **labels
        ) | oncall(gauge(("20m", talking)), name, **labels)

    def backlogs(self, count, **labels):
        return [
            Firing(
                "PitelRingingBacklog",
                "critical",
                "1m",
                "10m",
                {"tenant": f"t{n}"} | labels,
            )
            for n in range(count)
        ]

    def all_at_once(self):
        return Firing(
            "PitelRingingBacklogs", "critical", "1m", "10m", {"target": None}
        )

    def test_four_callers_each_are_none(self):
        self.check(self.tenants(5, waiting=4), watch="20m")

    def test_where_many_talk_there_is_none(self):
        self.check(self.tenants(5, talking=16), watch="20m")

    def test_where_some_talk_there_is(self):
        self.check(
            self.tenants(3, talking=15),
            self.backlogs(3) + [self.all_at_once()],
            watch="20m",
        )

    def test_the_heap_of_tenants_is_no_third(self):
        self.check(
            self.tenants(2) | self.tenant("_other", 50, 0),
            self.backlogs(2),
            watch="20m",
        )

    def test_two_exporters_are_one(self):
        self.check(
            self.tenants(3, waiting=4)
            | self.tenants(3, waiting=4, instance="b:10748"),
            watch="20m",
        )

    def test_three_at_once_are_the_platforms(self):
        self.check(
            self.tenants(2)
            | self.tenant("t1", 12, 0)
            | self.tenant("t2", 10, 0),
            self.backlogs(3)
            + [
                Firing(
                    "PitelRingingBacklogs",
                    "critical",
                    "1m",
                    "10m",
                    {"target": None},
                    "3 tenants have a backlog of ringing callers at the same "
                    "time. The worst: t1 on hcm (12), t2 on hcm (10), t0 on "
                    "hcm (8).",
                )
            ],
            watch="20m",
        )

    def test_two_are_not(self):
        self.check(self.tenants(2), self.backlogs(2), watch="20m")

    def test_but_three_on_three_targets_are(self):
        targets = ("hcm", "han", "dad")
        self.check(
            {
                name: history
                for target in targets
                for name, history in self.tenants(1, target=target).items()
            },
            [
                backlogs
                for target in targets
                for backlogs in self.backlogs(1, target=target)
            ]
            + [self.all_at_once()],
            watch="20m",
        )


class PitelRingingTooLong(AlertTest):
    def too_long(self, severity, since, until, description=None):
        return Firing(
            "PitelRingingTooLong",
            severity,
            since,
            until,
            {"tenant": "acme"},
            description,
        )

    def test_one_caller_is_a_warning(self):
        self.check(
            callers(gauge(("4m", 1), ("16m", 0)))
            | oldest(gauge(("2m", 60), ("2m", 61), ("16m", 0))),
            [
                self.too_long(
                    "warning",
                    "3m",
                    "9m",
                    "A caller of acme on hcm has been ringing for 1m 1s; "
                    "ringing callers: 1.",
                )
            ],
            watch="20m",
        )

    def test_two_callers_are_critical(self):
        self.check(
            callers(gauge(("2m", 1), ("2m", 2), ("16m", 0)))
            | oldest(gauge(("4m", 91), ("16m", 0))),
            [
                self.too_long(
                    "warning",
                    "1m",
                    "9m",
                    "A caller of acme on hcm has been ringing for 1m 31s; "
                    "ringing callers: 1.",
                ),
                self.too_long(
                    "critical",
                    "2m30s",
                    "9m",
                ),
            ],
            watch="20m",
        )

    def test_ninety_seconds_are_not_yet_critical(self):
        self.check(
            callers(gauge(("15m", 2))) | oldest(gauge(("15m", 90))),
            [self.too_long("warning", "1m", None)],
        )

    def test_the_text_of_the_critical_one(self):
        both = {"tenant": "acme"}
        self.check(
            callers(gauge(("15m", 2))) | oldest(gauge(("15m", 100))),
            [
                Firing(
                    "PitelRingingTooLong",
                    "warning",
                    "1m",
                    None,
                    both,
                    "A caller of acme on hcm has been ringing for 1m 40s; "
                    "ringing callers: 2.",
                ),
                Firing(
                    "PitelRingingTooLong",
                    "critical",
                    "30s",
                    None,
                    both,
                    "A caller of acme on hcm has been ringing for 1m 40s; "
                    "ringing callers: 2.",
                ),
            ],
        )

    def calls(self, answered, unanswered):
        return {
            selector(
                f"pitel_calls_{what}_total", tenant="acme", direction="inbound"
            ): counter(("20m", per_minute))
            for what, per_minute in (
                ("answered", answered),
                ("unanswered", unanswered),
            )
        }

    def test_a_tenant_that_never_answers_lets_all_ring(self):
        self.check(
            callers(gauge(("15m", 2)))
            | oldest(gauge(("5m", 0), ("10m", 120)))
            | self.calls(0, 3)
        )

    def test_a_night_bell_is_news_once(self):
        days = ((("10h", 2, 0), ("4h", 0, 2), ("10h", 0, 0)) * 2)[:5]

        def history(*numbers):
            return counter(
                *((day[0], sum(day[n] for n in numbers)) for day in days)
            )

        bell = [("10h", 20), ("4h", 95), ("10h", 0)] * 2
        self.check(
            {
                selector(
                    f"pitel_calls_{what}_total",
                    tenant="acme",
                    direction="inbound",
                ): history(number)
                for what, number in (("answered", 1), ("unanswered", 2))
            }
            | callers(gauge(("2d", 2)))
            | oldest(gauge(*bell)),
            [
                self.too_long("warning", "10h2m30s", "14h5m"),
                self.too_long("critical", "10h2m30s", "14h5m"),
                # Until a quarter of an hour is known to be like it.
                self.too_long("warning", "34h2m30s", "34h20m"),
                self.too_long("critical", "34h2m30s", "34h20m"),
            ],
            step="150s",
            watch="38h",
        )

    def test_one_that_answers_half_does_not(self):
        self.check(
            callers(gauge(("15m", 2)))
            | oldest(gauge(("5m", 0), ("10m", 120)))
            | self.calls(0.5, 0.5),
            [
                self.too_long("warning", "6m", None),
                self.too_long("critical", "5m30s", None),
            ],
        )

    def test_one_caller_who_is_answered_within_the_minute(self):
        self.check(
            callers(gauge(("15m", 1)))
            | oldest(gauge(("1m", 20), ("1m", 120), ("13m", 20)))
        )

    def test_two_callers_who_are_answered_within_half_a_minute(self):
        self.check(
            callers(gauge(("15m", 2)))
            | oldest(gauge(("1m", 20), ("30s", 120), ("13m", 20)))
        )

    def test_the_heap_of_tenants_is_no_tenant(self):
        self.check(
            callers(gauge(("15m", 9)), tenant="_other")
            | oldest(gauge(("15m", 200)), tenant="_other")
        )

    def test_two_exporters_are_one(self):
        two = {"instance": "b:10748"}
        self.check(
            callers(gauge(("15m", 1)))
            | callers(gauge(("15m", 1)), **two)
            | oldest(gauge(("15m", 50)))
            | oldest(gauge(("15m", 50)), **two)
        )

    def test_two_exporters_do_not_make_one_caller_two(self):
        two = {"instance": "b:10748"}
        self.check(
            callers(gauge(("15m", 1)))
            | callers(gauge(("15m", 1)), **two)
            | oldest(gauge(("15m", 95)))
            | oldest(gauge(("15m", 95)), **two),
            [self.too_long("warning", "1m", None)],
        )


class PitelCallersMerged(AlertTest):
    def merged(self, since, until, description=None):
        return Firing(
            "PitelCallersMerged",
            "warning",
            since,
            until,
            {"tenant": "acme"},
            description,
        )

    def phones(self, ringing, waiting, duration="20m", **labels):
        rest = f"{40 - int(duration[:-1])}m"
        leg = selector(
            "pitel_active_legs",
            tenant="acme",
            server="s1",
            direction="inbound",
            state="ringing",
            **labels,
        )
        moving = leg.replace('"acme"', '"zenith"')
        return {
            leg: gauge((duration, ringing), (rest, 0)),
            moving: gauge(*((("1m", 0), ("1m", 1)) * 20)),
        } | callers(gauge(("40m", waiting)), **labels)

    def check_phones(self, series, fires=()):
        self.check(series, fires, watch="39m")

    def test_forty_phones_and_one_caller(self):
        self.check_phones(
            self.phones(40, 1),
            [
                self.merged(
                    "5m",
                    # Kept for a quarter of an hour.
                    "35m",
                    "40 phones of acme on hcm ring, but the number of callers "
                    "is 1. Perhaps all calls show the same numbers.",
                )
            ],
        )

    def test_twenty_phones_and_one_caller(self):
        self.check_phones(self.phones(20, 1), [self.merged("5m", "35m")])

    def test_a_ring_group_of_nineteen_is_one_caller(self):
        self.check_phones(self.phones(19, 1))

    def test_ten_phones_for_each_caller_are_a_ring_group(self):
        self.check_phones(self.phones(40, 4))

    def test_eleven_are_not(self):
        self.check_phones(
            self.phones(44, 4, "10m") | self.phones(0, 4, instance="b:10748"),
            [self.merged("5m", "25m")],
        )

    def test_for_less_than_five_minutes(self):
        self.check_phones(self.phones(40, 1, "5m"))

    def stale(self, count):
        return {
            selector(
                "pitel_stale_legs", tenant="acme", server="s1", state="ringing"
            ): gauge(("40m", count))
        }

    def test_phones_that_a_crash_left_behind_do_not_ring(self):
        self.check_phones(self.phones(40, 1) | self.stale(21))
        self.check_phones(
            self.phones(40, 1) | self.stale(20), [self.merged("5m", "35m")]
        )

    def test_callers_who_have_been_served_are_none(self):
        self.check_phones(self.phones(40, 0))

    def test_the_heap_of_tenants_is_no_tenant(self):
        leg = selector(
            "pitel_active_legs",
            tenant="_other",
            server="s1",
            direction="inbound",
            state="ringing",
        )
        self.check_phones(
            {leg: gauge(*((("5m", 90), ("5m", 91)) * 4))}
            | callers(gauge(("40m", 1)), "_other")
        )


if __name__ == "__main__":
    unittest.main()
