"""Alerts on the exporter, per process."""

import unittest

from promtool import AlertTest, Firing, gauge, selector


def scraped(*stretches, instance="a:10748", **labels):
    name = selector("up", instance=instance, target=None, **labels)
    return {name: gauge(*stretches)}


def of_instance(alert, severity, since, until, description=None):
    return Firing(
        alert,
        severity,
        since,
        until,
        {"target": None, "instance": "a:10748"},
        description,
    )


class PitelExporterDown(AlertTest):
    def down(self, severity, since, until, description=None):
        return of_instance(
            "PitelExporterDown", severity, since, until, description
        )

    def test_three_minutes_without_a_scrape(self):
        self.check(
            scraped(("20m", 1), ("6m", 0), ("14m", 1)),
            [
                self.down(
                    "critical",
                    # 14 of 91 scrapes, and a minute more.
                    "23m10s",
                    "26m",
                    "Prometheus could scrape a:10748 of the job pitel only "
                    "78.02% of the last 15m. No other exporter is well.",
                )
            ],
            watch="39m50s",
        )

    def test_two_minutes_are_an_update(self):
        self.check(scraped(("20m", 1), ("2m", 0), ("18m", 1)), watch="39m50s")

    def test_one_that_was_never_up(self):
        self.check(scraped(("15m", 0)), [self.down("critical", "1m", None)])

    def test_up_and_down(self):
        self.check(
            scraped(("20m", 1), *((("40s", 1), ("20s", 0)) * 20)),
            # 14 of 91 scrapes are lost at 26m50s.
            [self.down("critical", "27m50s", None)],
            watch="39m50s",
        )

    def check_alone_and_beside_another(self, since, until, *stretches):
        another = scraped(("40m", 1), instance="b:10748")
        for severity, others in (("critical", {}), ("warning", another)):
            self.check(
                scraped(*stretches) | others,
                [self.down(severity, since, until)],
                watch="39m50s",
            )

    def test_up_again_after_two_short_outages(self):
        self.check_alone_and_beside_another(
            "24m10s",
            "35m30s",
            *(("20m", 1), ("80s", 0), ("1m", 1), ("80s", 0), ("16m20s", 1)),
        )

    def test_up_again_after_an_outage_and_an_earlier_one(self):
        self.check_alone_and_beside_another(
            "26m10s",
            "27m",
            *(("5m", 1), ("10s", 0), ("17m50s", 1), ("4m", 0), ("13m", 1)),
        )

    def test_a_label_of_the_operator_does_not_double_it(self):
        stretches = (("20m", 1), ("6m", 0), ("14m", 1))
        self.check(
            scraped(*stretches) | scraped(*stretches, endpoint="metrics"),
            [
                self.down(
                    "critical",
                    "23m10s",
                    "26m",
                    "Prometheus could scrape a:10748 of the job pitel only "
                    "78.02% of the last 15m. No other exporter is well.",
                )
            ],
            watch="39m50s",
        )

    def test_another_job_is_none_of_ours(self):
        self.check({'up{job="node", instance="a:9100"}': gauge(("15m", 0))})

    def test_beside_another_exporter_it_is_a_warning(self):
        self.check(
            scraped(("20m", 1), ("6m", 0), ("14m", 1))
            | scraped(("40m", 1), instance="b:10748"),
            [
                self.down(
                    "warning",
                    "23m10s",
                    "26m",
                    "Prometheus could scrape a:10748 of the job pitel only "
                    "78.02% of the last 15m. Another exporter is well; targets "
                    "that it does not poll are unknown.",
                )
            ],
            watch="39m50s",
        )

    def test_another_that_was_down_lately_is_not_well(self):
        self.check(
            scraped(("20m", 1), ("20m", 0))
            | scraped(
                ("12m", 1), ("150s", 0), ("25m30s", 1), instance="b:10748"
            ),
            [
                self.down("critical", "23m10s", "27m20s"),
                self.down("warning", "28m20s", None),
            ],
            watch="39m50s",
        )


class PitelExporterRestarting(AlertTest):
    def started(self, *minutes, **labels):
        """At each of them anew."""
        starts = [0, *minutes, 60]
        name = "process_start_time_seconds"
        return {
            selector(name, target=None, **labels): gauge(
                *(
                    (f"{end - begin}m", 60 * begin)
                    for begin, end in zip(starts, starts[1:])
                )
            )
        }

    def test_three_restarts_within_half_an_hour(self):
        self.check(
            self.started(10, 20, 25),
            [
                of_instance(
                    "PitelExporterRestarting",
                    "warning",
                    "26m",
                    "40m",
                    "The exporter a:10748 has restarted 3 times within 30m. "
                    "Calls are not followed over a restart.",
                )
            ],
            watch="59m50s",
        )

    def test_two_are_an_update(self):
        self.check(self.started(20, 25), watch="59m50s")

    def test_a_label_of_the_operator_does_not_double_them(self):
        self.check(
            self.started(20, 25, endpoint="http")
            | self.started(20, 25, endpoint="metrics"),
            watch="59m50s",
        )

    def test_three_within_an_hour(self):
        self.check(self.started(10, 25, 41), watch="59m50s")


class PitelExporterBlind(AlertTest):
    def blind(self, *stretches, instance="a:10748"):
        return {selector("pitel_up", instance=instance): gauge(*stretches)}

    def test_one_of_a_pair(self):
        self.check(
            self.blind(("5m", 1), ("20m", 0), ("15m", 1))
            | self.blind(("40m", 1), instance="b:10748"),
            [
                Firing(
                    "PitelExporterBlind",
                    "warning",
                    "20m",
                    "25m",
                    {"instance": "a:10748"},
                    "The exporter a:10748 cannot poll hcm, but another one "
                    "can.",
                )
            ],
            watch="39m50s",
        )

    def test_one_of_three(self):
        self.check(
            self.blind(("40m", 0))
            | self.blind(("40m", 1), instance="b:10748")
            | self.blind(("40m", 1), instance="c:10748"),
            [Firing("PitelExporterBlind", "warning", "15m")],
            watch="39m50s",
        )

    def test_for_less_than_a_quarter_of_an_hour(self):
        self.check(
            self.blind(("5m", 1), ("15m", 0), ("20m", 1))
            | self.blind(("40m", 1), instance="b:10748"),
            watch="39m50s",
        )

    def test_both_have_another_alert(self):
        self.check(
            self.blind(("40m", 0)) | self.blind(("40m", 0), instance="b:10748"),
            [Firing("PitelTargetDown", "critical", "3m", None)],
            watch="39m50s",
        )


class PitelExporterAbsent(AlertTest):
    def test_a_quarter_of_an_hour_without_any(self):
        self.check(
            scraped(("2m", 1), ("28m", None), ("10m", 1)),
            [
                Firing(
                    "PitelExporterAbsent",
                    "critical",
                    "17m",
                    "30m",
                    {"target": None},
                    "No exporter is configured in the job pitel.",
                )
            ],
            watch="39m50s",
        )

    def test_an_exporter_that_is_down_is_there(self):
        self.check(
            scraped(("30m", 0)),
            [of_instance("PitelExporterDown", "critical", "1m", None)],
            watch="30m",
        )


class PitelConfigReloadFailed(AlertTest):
    def loaded(self, *stretches):
        name = "pitel_exporter_config_last_reload_successful"
        return {selector(name, target=None): gauge(*stretches)}

    def test_five_minutes_with_the_old_one(self):
        self.check(
            self.loaded(("2m", 1), ("6m", 0), ("7m", 1)),
            [
                of_instance(
                    "PitelConfigReloadFailed",
                    "warning",
                    "7m",
                    "8m",
                    "The exporter a:10748 refused its new configuration and "
                    "still uses the old one.",
                )
            ],
        )

    def test_for_less_than_five_minutes(self):
        self.check(self.loaded(("2m", 1), ("5m", 0), ("8m", 1)))


if __name__ == "__main__":
    unittest.main()
