"""Recorded series over days: rates, averages, and a tenant's last week.

The other recording rules are tested with the alerts that read them.
"""

import unittest

from promtool import AlertTest, counter, gauge, selector, twice


def recorded(name, **labels):
    labels = {"job": "pitel", "target": "hcm", "tenant": "acme"} | labels
    pairs = (f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{', '.join(pairs)}}}"


class History(AlertTest):
    def test_rates_of_calls(self):
        for what in ("started", "answered", "unanswered", "ended"):
            name = f"target_tenant_direction:pitel_calls_{what}:rate5m"
            rate = f"round({name}, 0.001)"
            self.check_values(
                twice(
                    {
                        selector(
                            f"pitel_calls_{what}_total",
                            tenant="acme",
                            direction="inbound",
                        ): counter(
                            ("10m", 0), ("150s", 120), ("10m", 0), begin=999
                        )
                    }
                ),
                [
                    (rate, "15m", {recorded("", direction="inbound"): 1}),
                    (rate, "20m", {recorded("", direction="inbound"): 0}),
                ],
            )

    def test_rates_of_waits(self):
        for what, labels in (
            ("bucket", {"le": "20.0"}),
            ("count", {}),
            ("sum", {}),
        ):
            metric = f"pitel_call_wait_seconds_{what}"
            name = f"target_tenant:{metric}:rate5m"
            rounded = f"round({name}, 0.001)"
            series, then, later = {}, {}, {}
            # The bucket above contains as many calls again.
            more = [(labels | {"le": "30.0"}, 2)] if labels else []
            for matchers, rate in [(labels, 1), *more]:
                series[selector(metric, tenant="acme", **matchers)] = counter(
                    ("10m", 0), ("150s", 120 * rate), ("10m", 0), begin=999
                )
                then[recorded("", **matchers)] = rate
                later[recorded("", **matchers)] = 0
            self.check_values(
                twice(series), [(rounded, "15m", then), (rounded, "20m", later)]
            )

    def test_peak_of_a_day(self):
        peak = selector("pitel_active_calls_peak", tenant="acme")
        name = "0 + target_tenant:pitel_active_calls_peak:max1d"
        self.check_values(
            twice({peak: gauge(("2h", 3), ("10m", 9), ("25h", 4))}),
            [
                (name, "1h", {recorded(""): 3}),
                (name, "26h", {recorded(""): 9}),
                (name, "27h", {recorded(""): 4}),
            ],
            step="5m",
        )

    def test_phones_of_all_tenants(self):
        phones = {
            selector(
                "pitel_extensions", tenant=tenant, server=server, state=state
            ): gauge(("10m", many))
            for tenant in ("acme", "other")
            for server in ("s1", "s2")
            for state, many in (("idle", 3), ("oncall", 1))
        }
        name = "0 + target_state:pitel_extensions:sum"
        self.check_values(
            twice(phones),
            [
                (
                    name,
                    "5m",
                    {
                        f'{{job="pitel", target="hcm", state="{state}"}}': many
                        for state, many in (("idle", 12), ("oncall", 4))
                    },
                )
            ],
        )

    def test_erlangs(self):
        calls = {
            selector(
                "pitel_active_calls",
                tenant="acme",
                server=server,
                direction=direction,
                state="oncall",
            ): gauge(("10m", 0), ("2m30s", 4), ("10m", 0))
            for server in ("s1", "s2")
            for direction in ("inbound", "outbound")
        }
        by_direction = "target_tenant_direction:pitel_active_calls_oncall:avg5m"
        by_tenant = "target_tenant:pitel_active_calls_oncall:avg5m"
        # Within five minutes, 15 of 31 samples are 8.
        erlangs = 15 * 8 / 31
        self.check_values(
            twice(calls),
            [
                (
                    by_direction,
                    "14m",
                    {
                        recorded(by_direction, direction="inbound"): erlangs,
                        recorded(by_direction, direction="outbound"): erlangs,
                    },
                ),
                (by_tenant, "14m", {recorded(by_tenant): 2 * erlangs}),
            ],
        )

    def test_the_most_calls_at_once(self):
        name = "target_tenant:pitel_active_calls_peak:max5m"
        self.check_values(
            twice(
                {
                    selector("pitel_active_calls_peak", tenant="acme"): gauge(
                        ("10m", 3), ("5m", 9), ("10m", 4)
                    )
                }
            ),
            [
                (name, "5m", {recorded(name): 3}),
                (name, "10m", {recorded(name): 9}),
                (name, "15m", {recorded(name): 4}),
            ],
        )

    def test_the_busy_hours_of_a_week(self):
        name = "target_tenant_direction:pitel_active_calls_oncall:sum"
        week = "target_tenant:pitel_active_calls_oncall:busy"
        self.check_values(
            {
                recorded(name, direction="inbound"): gauge(
                    ("1d", 5), ("84h", 20), ("84h", 10), ("1h", 10)
                )
            },
            [(week, "8d", {recorded(week): 20})],
            step="1h",
        )

    def test_busy_hours_are_forgotten_slowly(self):
        name = "target_tenant_direction:pitel_active_calls_oncall:sum"
        self.check_values(
            {
                recorded(name, direction="inbound"): gauge(
                    ("10m", 100), ("8d", 1)
                )
            },
            [
                # By a fifty-thousandth each time.
                (
                    "round(target_tenant:pitel_active_calls_oncall:busy)",
                    "7d12h",
                    {recorded(""): 92},
                )
            ],
            step="150s",
        )

    def test_the_unanswered_of_a_week(self):
        week = "target_tenant:pitel_calls_inbound_unanswered:ratio_rate1w"

        def rates(what, *stretches, direction="inbound"):
            name = f"target_tenant_direction:pitel_calls_{what}:rate5m"
            return {recorded(name, direction=direction): gauge(*stretches)}

        self.check_values(
            rates("answered", ("25h", 5e-4), ("84h", 1e-4), ("84h", 3e-4))
            | rates("unanswered", ("25h", 9e-4), ("168h", 1e-4))
            | rates("unanswered", ("193h", 9e-4), direction="outbound"),
            [
                # In ten-thousandths: 9 + 168 of 14 + 168 + 336, since the first
                # sample of the week is of the time before.
                (f"round(518 * {week})", "8d", {recorded(""): 177}),
            ],
            step="1h",
        )

    def test_no_calls_in_a_week_have_no_share(self):
        week = "target_tenant:pitel_calls_inbound_unanswered:ratio_rate1w"
        name = "target_tenant_direction:pitel_calls_{}:rate5m"
        self.check_values(
            {
                recorded(name.format(what), direction="inbound"): gauge(
                    ("10h", 0)
                )
                for what in ("answered", "unanswered")
            },
            [(week, "9h", {})],
            step="1h",
        )


if __name__ == "__main__":
    unittest.main()
