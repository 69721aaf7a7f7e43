"""Alerts on the exporter, per process."""

import unittest

from promtool import AlertTest, Firing, gauge, selector


def scraped(*stretches, instance="a:10748"):
    return {
        f'up{{job="pitel", instance="{instance}"}}': gauge(*stretches),
    }


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
    def test_five_minutes_without_a_scrape(self):
        self.check(
            scraped(("2m", 1), ("6m", 0), ("7m", 1)),
            [
                of_instance(
                    "PitelExporterDown",
                    "critical",
                    "7m",
                    "8m",
                    "Prometheus cannot scrape a:10748 of the job pitel. "
                    "Nothing is known about its targets.",
                )
            ],
        )

    def test_for_less_than_five_minutes(self):
        self.check(scraped(("2m", 1), ("5m", 0), ("8m", 1)))

    def test_another_job_is_none_of_ours(self):
        self.check({'up{job="node", instance="a:9100"}': gauge(("15m", 0))})

    def test_the_exporter_beside_it_does_not_hide_it(self):
        self.check(
            scraped(("15m", 0)) | scraped(("15m", 1), instance="b:10748"),
            [of_instance("PitelExporterDown", "critical", "5m", None)],
        )


class PitelExporterAbsent(AlertTest):
    def test_a_quarter_of_an_hour_without_any(self):
        self.check(
            scraped(("2m", 1), ("28m", None), ("10m", 1)),
            [
                Firing(
                    "PitelExporterAbsent",
                    "critical",
                    # PromQL looks back five minutes for a sample.
                    "22m",
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
            [of_instance("PitelExporterDown", "critical", "5m", None)],
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
                    "The exporter a:10748 rejected its new configuration and "
                    "still uses the old one.",
                )
            ],
        )

    def test_for_less_than_five_minutes(self):
        self.check(self.loaded(("2m", 1), ("5m", 0), ("8m", 1)))


if __name__ == "__main__":
    unittest.main()
