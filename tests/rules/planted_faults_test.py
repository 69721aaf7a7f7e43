"""Whether the tests of a module, named on the command line, detect wrong rules.

Every alert has a test class of its name. Faults are planted in the alert, and
in what it reads of the recording rules, one at a time: another threshold, a
longer `for`, a missing condition, exporters counted twice. For each of them at
least one test of the class must fail. What is recorded for days has the class
History.
"""

import copy
import importlib
import io
import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

from promtool import (
    AlertTest,
    read_by,
    read_rules,
    recorded_by_name,
    seconds,
)

NUMBER = re.compile(r"(?<=[<>=*/] )\d+(?:\.\d+)?\b(?!\S*:)|(?<=, )\d+(?=\n)")
WINDOW = re.compile(r"\[(\w+)\]")
CONDITION = re.compile(r"\n(?:and|unless)(?: [^\n]*)?\n")

# Faults that no test can detect, by alert, as prefixes of their descriptions.
GUARD = "target:pitel_api_missing_rows:ratio: 1 for"  # no division by 0
# One condition of three alerts is tested with PitelServerDroppedCalls.
WINDOWS_OF_MISSING_ROWS = tuple(
    f"critical: {factor} times erver)\nmax_over_time(target:pitel_api_missing"
    for factor in ("0.5", "2")
)
HARMLESS = {
    # Zero stays zero, counted twice or once.
    "PitelConfigReloadFailed": ("warning: exporters are summed",),
    # One that is well is not critical, whatever else is asked.
    "PitelExporterDown": ("critical: 1.7 for , instance) (",),
    "PitelTargetDown": ("critical: exporters are summed",),
    "PitelTargetsDown": ("critical: exporters are summed",),
    "PitelNoCallsAnswered": (
        "target_tenant:pitel_calls_inbound_answered:increase15m: exporters",
    ),
    # Tenants that are exempt in three of four places raise nothing.
    "PitelNoCallsAnsweredAnywhere": (
        "critical: 1.9 for \n  target_tenant:pitel_calls_inbound_unanswered:",
    ),
    "PitelOutboundOffHours": (
        "warning: exporters are summed",
        # One condition of two alerts is tested with PitelTenantSurge.
        "warning: 0.5 times out (instance, pod) (max_over_time(pitel_up",
        "warning: 2 times out (instance, pod) (max_over_time(pitel_up",
    ),
    "PitelTenantSurge": (
        "warning: exporters are summed",
        # promtool has no Prometheus that is down for hours.
        *(
            f"target_tenant:pitel_active_calls_oncall:busy: {factor} times "
            "over_time(target_tenant:pitel_active_calls_oncall:busy[6h"
            for factor in ("0.5", "2")
        ),
    ),
    # Whatever was known four minutes ago or longer will do.
    "PitelRingingBacklog": tuple(
        f"target_tenant:pitel_ringing_backlog:callers: {factor} times "
        "max_over_time(target_tenant:pitel_ringing_backlog:bool[3m"
        for factor in ("0.5", "2")
    ),
    # How a backlog is recorded is tested with PitelRingingBacklog.
    "PitelRingingBacklogs": (
        "target_tenant:pitel_ringing_backlog:",
        "target_tenant:pitel_active_calls_inbound_oncall:sum: exporters",
    ),
    "PitelCallsFrozen": ("critical: exporters are summed",),
    "PitelServerDroppedCalls": (GUARD,),
    "PitelServerExtensionsLost": (GUARD, *WINDOWS_OF_MISSING_ROWS),
    "PitelServerLostCalls": (GUARD, *WINDOWS_OF_MISSING_ROWS),
}


def scaled(duration, factor):
    return f"{max(10, round(seconds(duration) * factor / 10) * 10)}s"


def without_conditions(expression):
    """The expression without one of its conditions, for each of them."""
    ends = [found.span() for found in CONDITION.finditer(expression)]
    starts = [end for _, end in ends]
    stops = [start for start, _ in ends[1:]] + [len(expression)]
    for (begin, _), start, stop in zip(ends, starts, stops):
        rest = expression[:begin] + expression[stop:]
        yield expression[start:stop].strip(), rest


def wrong_numbers(number):
    if number == 0:
        return (1,)
    if number == 0.5:
        return (0, 1.5)
    return (number / 2, number * 2)


def faults_in(expression):
    """(fault, the expression with it)."""
    for found in NUMBER.finditer(expression):
        for wrong in wrong_numbers(float(found[0])):
            yield (
                f"{wrong:g} for {expression[:found.end()][-60:]}",
                expression[: found.start()]
                + f"{wrong:g}"
                + expression[found.end() :],
            )
    for found in WINDOW.finditer(expression):
        for factor in (0.5, 2):
            yield (
                f"{factor:g} times {expression[:found.end()][-60:]}",
                expression[: found.start()]
                + f"[{scaled(found[1], factor)}]"
                + expression[found.end() :],
            )
    for condition, rest in without_conditions(expression):
        yield f"not: {condition}", rest
    for heap in ('tenant!="_other"', 'server!="_other"'):
        if heap in expression:
            yield "with the heap", expression.replace(heap, "").replace(
                ", }", "}"
            ).replace(", ,", ",")
    if "max by (job" in expression:
        yield (
            "exporters are summed",
            expression.replace("max by (job", "sum by (job"),
        )


def faults_of(rule):
    """Copies of the rule, each with a fault, and its description."""
    for fault, expression in faults_in(rule["expr"]):
        yield fault, rule | {"expr": expression}
    for key in ("for", "keep_firing_for"):
        for factor in (0.5, 1.5):
            if key in rule:
                wrong = scaled(rule[key], factor)
                yield f"{key} {wrong}", rule | {key: wrong}
    for label in rule.get("labels", {}):
        labels = rule["labels"] | {label: "wrong"}
        yield f"another {label}", rule | {"labels": labels}


def history_rules():
    return {
        rule["record"]: rule
        for group in read_rules("recording")
        if group["name"] in ("pitel-history.rules", "pitel-usual.rules")
        for rule in group["rules"]
    }


def planted(rules, spared=()):
    """(fault, all rules with it)."""
    for position, rule in enumerate(rules):
        if rule.get("record") in spared:
            continue
        for fault, wrong in faults_of(rule):
            name = rule.get("record", rule.get("labels", {}).get("severity"))
            changed = copy.copy(rules)
            changed[position] = wrong
            yield f"{name}: {fault}", changed


def alerts_by_name():
    alerts = {}
    for group in read_rules("alerts"):
        for rule in group["rules"]:
            alerts.setdefault(rule["alert"], []).append(rule)
    return alerts


def test_classes(module):
    return {
        name: member
        for name, member in vars(importlib.import_module(module)).items()
        if isinstance(member, type)
        and issubclass(member, AlertTest)
        and member is not AlertTest
    }


def passes(test_class, rules, alert):
    """Whether all tests of the class pass with these rules."""
    with tempfile.TemporaryDirectory(prefix="pitel_rules_") as folder:
        file = Path(folder) / "rules.yml"
        groups = [{"name": "pitel", "rules": rules}]
        file.write_text(json.dumps({"groups": groups}))
        wrong = type(
            test_class.__name__,
            (test_class,),
            {"rule_files": (file,), "only": alert},
        )
        runner = unittest.TextTestRunner(io.StringIO(), failfast=True)
        tests = unittest.defaultTestLoader.loadTestsFromTestCase(wrong)
        return runner.run(tests).wasSuccessful()


class PlantedFaults(unittest.TestCase):
    maxDiff = None

    def check(self, alert, test_class):
        alerts = alerts_by_name()[alert]
        rules = read_by(alerts, recorded_by_name()) + alerts
        self.assertTrue(
            passes(test_class, rules, alert), "no fault, and yet one is seen"
        )
        unseen = [
            fault
            for fault, wrong in planted(rules, history_rules())
            if passes(test_class, wrong, alert)
        ]
        harmless = HARMLESS.get(alert, ())
        self.assertEqual(
            [fault for fault in unseen if not fault.startswith(harmless)], []
        )
        for kind in harmless:
            self.assertTrue(any(f.startswith(kind) for f in unseen), kind)


    def check_history(self, test_class):
        recorded = recorded_by_name()
        self.assertTrue(passes(test_class, list(recorded.values()), None))
        spared = set(recorded) - set(history_rules())
        unseen = [
            fault
            for fault, wrong in planted(list(recorded.values()), spared)
            if passes(test_class, wrong, None)
        ]
        self.assertEqual(unseen, [])


def add_tests(module):
    if module == "recorded_test":
        PlantedFaults.test_History = lambda self: self.check_history(
            test_classes(module)["History"]
        )
        return
    for alert, test_class in test_classes(module).items():

        def test(self, alert=alert, test_class=test_class):
            self.check(alert, test_class)

        setattr(PlantedFaults, f"test_{alert}", test)


if __name__ == "__main__":
    add_tests(f"{sys.argv.pop(1)}_test")
    unittest.main()
