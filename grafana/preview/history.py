#!/usr/bin/env python3
"""Writes a week of made-up calls as OpenMetrics, for pictures of dashboards.

    history.py --end 1715000400 >history.om
    promtool tsdb create-blocks-from openmetrics history.om data

Two API hosts, as many tenants as TENANTS has, a daily rhythm, an evening when
one tenant has too few people, and an outage of one API. The last hours have the
detail of real scrapes, the days before less. The same end gives the same bytes.
"""

import argparse
import bisect
import math
import random
from collections import Counter, defaultdict

DAY = 86400
STEP, FINE_STEP, FINE_SPAN = 120, 15, 8 * 3600
WAIT_BOUNDS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180)
DURATION_BOUNDS = (10, 30, 60, 120, 300, 600, 1800, 3600, 7200)
REQUEST_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REASONS = (
    "dns connect tls timeout unauthorized forbidden rate_limited http_4xx "
    "http_5xx redirect too_large truncated parse schema other"
).split()
DIRECTIONS = {"inbound": 0.6, "outbound": 0.3, "local": 0.1}
ANSWERED = {"inbound": 0.88, "outbound": 0.55, "local": 0.8}

# Of each API: tenant, calls an hour at the busiest, phones, servers.
TENANTS = {
    "hanoi": [
        ("alpha.example.com", 420, 180, ("pbx1", "pbx2")),
        ("bravo.example.com", 160, 70, ("pbx1",)),
        ("charlie.example.com", 60, 30, ("pbx2",)),
        ("delta.example.com", 25, 12, ("pbx2",)),
    ],
    "saigon": [
        ("echo.example.com", 260, 110, ("pbx3", "pbx4")),
        ("foxtrot.example.com", 90, 45, ("pbx3",)),
        ("golf.example.com", 12, 8, ("pbx4",)),
    ],
}
SHORT_OF_STAFF = ("alpha.example.com", 3 * 3600, 2400)
OUTAGE = ("saigon", 5 * 3600, 420)


class Page:
    """The samples of every family, in order of time."""

    def __init__(self):
        self.types, self.lines = {}, defaultdict(list)
        self.now = 0

    def set(self, name, type_, value, suffix="", **labels):
        self.types[name] = type_
        labels = {"job": "pitel", "instance": "localhost:10748", **labels}
        text = ",".join(f'{key}="{labels[key]}"' for key in sorted(labels))
        self.lines[name].append(
            f"{name}{suffix}{{{text}}} {value!r} {self.now}"
        )

    def gauge(self, name, value, **labels):
        self.set(name, "gauge", value, **labels)

    def counter(self, name, value, **labels):
        self.set(name, "counter", value, "_total", **labels)

    def print(self):
        for name in sorted(self.types):
            print(f"# TYPE {name} {self.types[name]}")
            print("\n".join(self.lines[name]))
        print("# EOF")


class Histogram:
    def __init__(self, bounds):
        self.bounds, self.counts, self.sum = (
            bounds,
            [0] * (len(bounds) + 1),
            0.0,
        )

    def observe(self, value):
        self.counts[bisect.bisect_left(self.bounds, value)] += 1
        self.sum += value

    def write(self, page, name, **labels):
        total = 0
        for bound, count in zip((*self.bounds, math.inf), self.counts):
            total += count
            le = "+Inf" if bound == math.inf else repr(float(bound))
            page.set(name, "histogram", total, "_bucket", le=le, **labels)
        page.set(name, "histogram", total, "_count", **labels)
        page.set(name, "histogram", self.sum, "_sum", **labels)


def poisson(rng, mean):
    if mean > 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def rhythm(time):
    """The share of the busiest hour: two humps on a day, little on Sundays."""
    hour = time % DAY / 3600
    humps = sum(math.exp(-(((hour - peak) / 2.1) ** 2)) for peak in (10, 15))
    weekday = (time // DAY + 3) % 7
    return (0.02 + min(1, humps)) * {5: 0.5, 6: 0.2}.get(weekday, 1)


class Call:
    """Rings from its start, then talks if somebody answers."""

    def __init__(self, direction, start, is_short_of_staff, rng):
        self.direction, self.start = direction, start
        chance = ANSWERED[direction] * (0.45 if is_short_of_staff else 1)
        self.is_answered = rng.random() < chance
        if self.is_answered:
            scale = 48 if is_short_of_staff else 13
            self.wait = min(rng.weibullvariate(scale, 1.5), 175)
            self.talk = min(rng.lognormvariate(4.7, 1), 7200)
        else:
            self.wait = min(rng.expovariate(1 / 22), 60)
            self.talk = 0
        self.server_share = rng.random()

    def state(self, time):
        if time < self.start + self.wait:
            return "ringing"
        return "oncall" if time < self.start + self.wait + self.talk else "over"


class Tenant:
    def __init__(self, target, name, calls_per_hour, phones, servers, rng):
        self.labels = {"target": target, "tenant": name}
        self.rate, self.phones, self.servers = (
            calls_per_hour / 3600,
            phones,
            servers,
        )
        self.rng = rng
        self.calls = []
        self.counters = {
            direction: dict.fromkeys(
                ("started", "answered", "unanswered", "ended"), 0
            )
            for direction in DIRECTIONS
        }
        self.waits = Histogram(WAIT_BOUNDS)

    def advance(self, time, step, left, durations):
        name, begin, length = SHORT_OF_STAFF
        short = self.labels["tenant"] == name and begin - length < left <= begin
        for direction, share in DIRECTIONS.items():
            begun = poisson(self.rng, self.rate * rhythm(time) * share * step)
            self.counters[direction]["started"] += begun
            for _ in range(begun):
                start = time - self.rng.random() * step
                self.calls.append(Call(direction, start, short, self.rng))
        for call in self.calls:
            self.count(call, time - step, time, durations)
        self.calls = [call for call in self.calls if call.state(time) != "over"]
        self.time = time

    def count(self, call, before, time, durations):
        """What became of the call since."""
        counts = self.counters[call.direction]
        picked_up = call.start + call.wait
        over = picked_up + call.talk
        if before < picked_up <= time:
            counts["answered" if call.is_answered else "unanswered"] += 1
            if call.is_answered and call.direction == "inbound":
                self.waits.observe(call.wait)
        if call.is_answered and before < over <= time:
            counts["ended"] += 1
            durations[call.direction].observe(over - call.start)

    def write_counters(self, page):
        for direction, counts in self.counters.items():
            for name, value in counts.items():
                page.counter(
                    f"pitel_calls_{name}",
                    value,
                    direction=direction,
                    **self.labels,
                )
            for state in ("ringing", "oncall"):
                page.counter(
                    "pitel_calls_lost",
                    0,
                    direction=direction,
                    state=state,
                    **self.labels,
                )
        self.waits.write(page, "pitel_call_wait_seconds", **self.labels)

    def server_of(self, call):
        """Of two servers the first has seven calls in ten."""
        return self.servers[0 if call.server_share < 0.7 else -1]

    def write_gauges(self, page):
        counts = Counter(
            (self.server_of(call), call.direction, call.state(self.time))
            for call in self.calls
        )
        for server in self.servers:
            labels = {"server": server, **self.labels}
            busy = 0
            for state, legs in (("ringing", 3), ("oncall", 1)):
                for direction in DIRECTIONS:
                    calls = counts[server, direction, state]
                    where = {"direction": direction, "state": state, **labels}
                    page.gauge("pitel_active_calls", calls, **where)
                    page.gauge("pitel_active_legs", calls * legs, **where)
                phones = sum(
                    counts[server, direction, state] for direction in DIRECTIONS
                )
                busy += phones
                page.gauge("pitel_stale_legs", 0, state=state, **labels)
                page.gauge("pitel_extensions", phones, state=state, **labels)
            phones = self.phones // len(self.servers)
            page.gauge(
                "pitel_extensions",
                max(0, phones - busy),
                state="idle",
                **labels,
            )
        waiting = [
            self.time - call.start
            for call in self.calls
            if call.direction == "inbound"
            and call.state(self.time) == "ringing"
        ]
        oldest = round(max(waiting, default=0), 1)
        page.gauge("pitel_ringing_callers", len(waiting), **self.labels)
        page.gauge("pitel_ringing_oldest_seconds", oldest, **self.labels)


class Api:
    def __init__(self, target, tenants, rng):
        self.target, self.rng = target, rng
        self.tenants = [Tenant(target, *tenant, rng) for tenant in tenants]
        self.durations = {
            direction: Histogram(DURATION_BOUNDS) for direction in DIRECTIONS
        }
        self.requests = Histogram(REQUEST_BOUNDS)
        self.timeouts, self.last_success = 0, 0
        self.rows = sum(phones for _, _, phones, _ in tenants)

    def advance(self, time, step, left):
        name, begin, length = OUTAGE
        self.is_up = not (
            self.target == name and begin - length < left <= begin
        )
        for tenant in self.tenants:
            tenant.advance(time, step, left, self.durations)
        for _ in range(step // FINE_STEP):
            self.last_seconds = (
                self.rng.lognormvariate(-1.6, 0.35) if self.is_up else 8.0
            )
            self.requests.observe(self.last_seconds)
            self.timeouts += not self.is_up
        if self.is_up:
            self.last_success = time - 4

    def write(self, page):
        labels = {"target": self.target}
        for tenant in self.tenants:
            tenant.write_counters(page)
            if self.is_up:
                tenant.write_gauges(page)
        for direction, histogram in self.durations.items():
            histogram.write(
                page,
                "pitel_call_duration_seconds",
                direction=direction,
                **labels,
            )
        for name, value in {
            "up": int(self.is_up),
            "last_success_timestamp_seconds": self.last_success,
            "poll_duration_seconds": self.last_seconds,
            "poll_interval_seconds": 15,
            "poll_timeout_seconds": 8,
            "api_clock_skew_seconds": 0.2,
            "api_token_expiry_timestamp_seconds": page.now // DAY * DAY + DAY,
        }.items():
            page.gauge(f"pitel_{name}", value, **labels)
        if self.is_up:
            self.write_answer(page, labels)
        self.write_requests(page, labels)

    def write_answer(self, page, labels):
        calls = sum(len(tenant.calls) for tenant in self.tenants)
        for name, value in {
            "tracked_calls": calls,
            "api_response_size_bytes": (self.rows + calls) * 540,
            "api_rows": self.rows + calls,
            "api_reported_rows": self.rows + calls,
            "call_time_offset_seconds": -3,
        }.items():
            page.gauge(f"pitel_{name}", value, **labels)
        for device, share in {
            "pitel": 0.6,
            "microsip": 0.3,
            "other": 0.1,
        }.items():
            page.gauge(
                "pitel_extension_devices",
                round(self.rows * share),
                device=device,
                **labels,
            )
        for label in ("tenant", "server"):
            page.gauge(
                "pitel_overflowed_label_values", 0, label=label, **labels
            )

    def write_requests(self, page, labels):
        monitor = {"operation": "monitor", **labels}
        self.requests.write(
            page, "pitel_api_request_duration_seconds", **monitor
        )
        page.counter("pitel_api_requests", sum(self.requests.counts), **monitor)
        page.counter("pitel_api_requests", 9, operation="token", **labels)
        for reason in REASONS:
            count = self.timeouts if reason == "timeout" else 0
            page.counter(
                "pitel_api_request_failures", count, reason=reason, **monitor
            )
        for field in ("call_state", "direction", "call_time"):
            page.counter("pitel_api_unknown_values", 0, field=field, **labels)
        page.counter(
            "pitel_api_rejected_rows", 0, reason="not_an_object", **labels
        )


def write_process(page, start):
    build = {"version": "1.0.0", "revision": "0123abc", "compiler": "g++"}
    page.gauge("pitel_exporter_build_info", 1, **build)
    page.gauge("pitel_exporter_config_last_reload_successful", 1)
    page.gauge(
        "pitel_exporter_config_last_reload_success_timestamp_seconds", start
    )
    page.gauge("up", 1)
    page.gauge("process_start_time_seconds", start)
    page.counter("process_cpu_seconds", (page.now - start) / 250)
    page.gauge(
        "process_resident_memory_bytes",
        21e6 + 1e6 * math.sin(page.now / 9000) // 1,
    )
    page.gauge("process_virtual_memory_bytes", 240e6)
    page.gauge("process_open_fds", 14)
    page.gauge("process_max_fds", 1024)
    page.gauge("process_threads", 6)


def moments(end, days):
    fine = end - FINE_SPAN
    yield from ((time, STEP) for time in range(end - days * DAY, fine, STEP))
    yield from ((time, FINE_STEP) for time in range(fine, end + 1, FINE_STEP))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--end", type=int, required=True, help="seconds since 1970"
    )
    parser.add_argument("--days", type=int, default=8)
    options = parser.parse_args()
    rng = random.Random(1)
    page = Page()
    apis = [Api(target, tenants, rng) for target, tenants in TENANTS.items()]
    start = options.end - options.days * DAY
    for time, step in moments(options.end, options.days):
        page.now = time
        for api in apis:
            api.advance(time, step, options.end - time)
            api.write(page)
        write_process(
            page,
            start if time < options.end - 2 * DAY else options.end - 2 * DAY,
        )
    page.print()


if __name__ == "__main__":
    main()
