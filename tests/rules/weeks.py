#!/usr/bin/env python3
"""Ordinary weeks, and a holiday of two weeks, raise no alert.

Apart from tests/run.sh, since this takes some 40 minutes. Rules are evaluated
every two minutes of simulated time, which is too rarely for
PitelServerDroppedCalls: day_test.py evaluates it every minute.

    PITEL_HISTORY=build/dev/tests/history/pitel_history tests/rules/weeks.py
"""

import unittest

from simulated import alerts_of

DAY = 86400
STEP = 120
# The simulated time begins at seven in the morning of the tenants.
MIDNIGHT = 17 * 3600


class Weeks(unittest.TestCase):
    maxDiff = None

    def test_an_ordinary_week(self):
        self.assertEqual(alerts_of(7 * DAY, step=STEP), {})

    def test_two_weeks_of_holiday_between_ordinary_ones(self):
        begin = 13 * DAY + MIDNIGHT
        holiday = f"{begin}:holiday?seconds={14 * DAY}"
        self.assertEqual(
            alerts_of(35 * DAY, [holiday], seed=3, step=STEP, phones=240), {}
        )


if __name__ == "__main__":
    unittest.main()
