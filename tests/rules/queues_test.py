"""Alerts on callers in queues."""

import unittest

from promtool import AlertTest, Firing, gauge, selector


def waiting(history, queue="q1", tenant="acme", **labels):
    name = "pitel_queue_waiting_callers"
    return {selector(name, tenant=tenant, queue=queue, **labels): history}


def oldest(history, queue="q1", tenant="acme", **labels):
    name = "pitel_queue_oldest_wait_seconds"
    return {selector(name, tenant=tenant, queue=queue, **labels): history}


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


def nobody_rings(tenant="acme"):
    return {
        selector("pitel_ringing_callers", tenant=tenant): gauge(("20m", 0)),
        selector("pitel_ringing_oldest_seconds", tenant=tenant): gauge(
            ("20m", 0)
        ),
    }


def backlog(since, until, queue="q1", tenant="acme", description=None):
    return Firing(
        "PitelQueueBacklog",
        "critical",
        since,
        until,
        {"tenant": tenant, "queue": queue},
        description,
    )


class PitelQueueBacklog(AlertTest):
    def test_fires_while_all_agents_are_busy_and_no_phone_rings(self):
        self.check(
            waiting(gauge(("2m", 4), ("3m", 8), ("15m", 0)))
            | oncall(gauge(("20m", 10)))
            | nobody_rings(),
            [
                backlog(
                    "3m",
                    # Last seen at 4m50s.
                    "10m",
                    description="8 callers are waiting in queue q1 of acme on "
                    "hcm, beside 10 inbound calls in progress.",
                )
            ],
            watch="20m",
        )

    def test_is_not_heard_of_within_the_minute(self):
        self.check(
            waiting(gauge(("2m", 0), ("1m", 8), ("10m", 0)))
            | oncall(gauge(("13m", 0)))
        )

    def test_four_callers_are_none(self):
        self.check(waiting(gauge(("15m", 4))) | oncall(gauge(("15m", 0))))

    def test_half_of_the_calls_in_progress_is_none(self):
        self.check(
            waiting(gauge(("15m", 50)))
            | oncall(gauge(("15m", 60)))
            | oncall(gauge(("15m", 40)), server="s2")
        )

    def test_more_than_half_of_them_is(self):
        self.check(
            waiting(gauge(("15m", 51)))
            | oncall(gauge(("15m", 60)))
            | oncall(gauge(("15m", 40)), server="s2"),
            [backlog("1m", None)],
        )

    def test_calls_out_and_local_do_not_hide_it(self):
        self.check(
            waiting(gauge(("15m", 10)))
            | oncall(gauge(("15m", 10)))
            | oncall(gauge(("15m", 90)), direction="outbound")
            | oncall(gauge(("15m", 90)), direction="local"),
            [backlog("1m", None)],
        )

    def test_each_queue_is_one(self):
        self.check(
            waiting(gauge(("15m", 8)))
            | waiting(gauge(("15m", 3)), queue="q2")
            | waiting(gauge(("15m", 9)), queue="q3")
            | oncall(gauge(("15m", 10))),
            [backlog("1m", None), backlog("1m", None, "q3")],
        )

    def test_needs_no_calls_of_the_tenant(self):
        self.check(
            waiting(gauge(("15m", 5)), tenant="unknown")
            | oncall(gauge(("15m", 90))),
            [backlog("1m", None, tenant="unknown")],
        )

    def test_the_heaps_of_tenants_and_queues_are_none(self):
        self.check(
            waiting(gauge(("15m", 50)), tenant="_other")
            | waiting(gauge(("15m", 50)), queue="_other")
        )

    def test_two_exporters_are_not_counted_twice(self):
        self.check(
            waiting(gauge(("15m", 4)))
            | waiting(gauge(("15m", 4)), instance="b:10748")
            | oncall(gauge(("15m", 0)))
            | oncall(gauge(("15m", 0)), instance="b:10748")
        )
        # Twice 10 would be enough to call it normal.
        self.check(
            waiting(gauge(("15m", 8)))
            | waiting(gauge(("15m", 8)), instance="b:10748")
            | oncall(gauge(("15m", 14)))
            | oncall(gauge(("15m", 14)), instance="b:10748"),
            [backlog("1m", None)],
        )


class PitelQueueWaitTooLong(AlertTest):
    def too_long(self, severity, since, until, description=None):
        return Firing(
            "PitelQueueWaitTooLong",
            severity,
            since,
            until,
            {"tenant": "acme", "queue": "q1"},
            description,
        )

    def test_one_caller_is_a_warning(self):
        self.check(
            waiting(gauge(("4m", 1), ("16m", 0)))
            | oldest(gauge(("2m", 180), ("2m", 181), ("16m", 0))),
            [
                self.too_long(
                    "warning",
                    "3m",
                    "9m",
                    "A caller in queue q1 of acme on hcm has been waiting for "
                    "3m 1s; waiting callers: 1.",
                )
            ],
            watch="20m",
        )

    def test_two_callers_are_critical(self):
        self.check(
            waiting(gauge(("15m", 2))) | oldest(gauge(("15m", 301))),
            [
                self.too_long(
                    "warning",
                    "1m",
                    None,
                    "A caller in queue q1 of acme on hcm has been waiting for "
                    "5m 1s; waiting callers: 2.",
                ),
                self.too_long(
                    "critical",
                    "1m",
                    None,
                    "A caller in queue q1 of acme on hcm has been waiting for "
                    "5m 1s; waiting callers: 2.",
                ),
            ],
        )

    def test_the_end_of_the_wait_ends_both(self):
        self.check(
            waiting(gauge(("4m", 2), ("16m", 0)))
            | oldest(gauge(("4m", 301), ("16m", 0))),
            [
                self.too_long("warning", "1m", "9m"),
                self.too_long("critical", "1m", "9m"),
            ],
            watch="20m",
        )

    def test_one_caller_alone_is_never_critical(self):
        self.check(
            waiting(gauge(("15m", 1))) | oldest(gauge(("15m", 900))),
            [self.too_long("warning", "1m", None)],
        )

    def test_five_minutes_are_not_yet_critical(self):
        self.check(
            waiting(gauge(("15m", 2))) | oldest(gauge(("15m", 300))),
            [self.too_long("warning", "1m", None)],
        )

    def test_the_heaps_of_tenants_and_queues_are_none(self):
        for heap in ({"tenant": "_other"}, {"queue": "_other"}):
            self.check(
                waiting(gauge(("15m", 3)), **heap)
                | oldest(gauge(("15m", 900)), **heap)
            )


if __name__ == "__main__":
    unittest.main()
