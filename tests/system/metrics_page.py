"""A scraped page as data. Invalid and duplicate lines are errors."""

import re

LABEL = r'[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(
    rf"([a-zA-Z_:][\w:]*)(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\S+)"
)

# The gauges of the last successful response, which vanish when it is too old.
CALL_GAUGES = (
    "pitel_active_calls",
    "pitel_active_calls_peak",
    "pitel_api_duplicate_rows",
    "pitel_active_legs",
    "pitel_extensions",
    "pitel_extension_devices",
    "pitel_ringing_callers",
    "pitel_ringing_oldest_seconds",
    "pitel_stale_legs",
    "pitel_overflowed_label_values",
    "pitel_tracked_calls",
    "pitel_api_rows",
    "pitel_api_reported_rows",
    "pitel_api_response_size_bytes",
    "pitel_call_time_offset_seconds",
)


def parse_sample(line):
    """((name, sorted labels), value); a timestamp does not parse."""
    sample = SAMPLE.fullmatch(line)
    if not sample:
        raise AssertionError(f"not a sample: {line!r}")
    name, labels, value = sample.groups()
    pairs = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels or "")
    return (name, tuple(sorted(pairs))), float(value)


class MetricsPage:
    def __init__(self, text):
        self.text = text
        self.series = {}
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            series, value = parse_sample(line)
            if series in self.series:
                raise AssertionError(f"twice on one page: {line}")
            self.series[series] = value

    def select(self, name, **labels):
        """The series of that name with these labels, among others."""
        wanted = set(labels.items())
        return {
            series: value
            for series, value in self.series.items()
            if series[0] == name and wanted <= set(series[1])
        }

    def total(self, name, **labels):
        return sum(self.select(name, **labels).values())

    def value(self, name, **labels):
        """The value of the series with these labels; None if there is none."""
        found = list(self.select(name, **labels).values())
        if len(found) > 1:
            raise AssertionError(f"{name} {labels} is not one series")
        return found[0] if found else None

    def call_gauges(self, **labels):
        return {
            series: value
            for name in CALL_GAUGES
            for series, value in self.select(name, **labels).items()
        }

    def failures(self, name):
        """The failures of target `name`: {(operation, reason): count}."""
        failures = self.select("pitel_api_request_failures_total", target=name)
        counts = {}
        for (_, labels), value in failures.items():
            if value:
                by_name = dict(labels)
                counts[by_name["operation"], by_name["reason"]] = value
        return counts

    def requests(self, name, operation):
        return self.value(
            "pitel_api_requests_total", target=name, operation=operation
        )


def steady_lines(text):
    """The page without the lines that differ at each scrape."""
    return [line for line in text.splitlines() if "process_" not in line]
