"""An unread log: standard error is a pipe whose reader has stopped."""

import fcntl
import os
import re
import unittest

from harness import (
    Exporter,
    SystemTest,
    config_text,
    shell,
    target,
    wait_until,
)

# Many long lines fill the buffers for an unread log within seconds.
TALKERS = 40
LONG_NAME = "talker {:02} " + 100 * "x"
PIPE_BYTES = 4096


class PipedExporter(Exporter):
    """Its standard error is a pipe that only `stderr` reads."""

    def __init__(self, config, folder):
        fifo = folder / "log"
        os.mkfifo(fifo)
        self._pipe = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._text = ""
        super().__init__(config, [], folder, shell(f"exec 2>'{fifo}'"))

    @property
    def stderr(self):
        try:
            while read := os.read(self._pipe, PIPE_BYTES):
                self._text += read.decode()
        except BlockingIOError:
            pass
        return self._text

    def stop(self):
        super().stop()
        os.close(self._pipe)


def dropped(page):
    return page.value("pitel_log_lines_dropped_total")


class UnreadLog(SystemTest):
    def talkative_exporter(self):
        """Polls one target that is up and many that refuse connections."""
        refusing = self.api(listening=False)
        targets = [
            target(LONG_NAME.format(number), refusing.url)
            for number in range(TALKERS)
        ]
        config = config_text(
            [target("live", self.api().url), *targets],
            poll={"interval": "100ms", "max_age": "1h"},
        )
        return self.running(PipedExporter(config, self.folder()))

    def assert_polls_go_on(self, exporter):
        polls = exporter.scrape().requests("live", "monitor")
        page = exporter.wait_for(
            lambda page: page.requests("live", "monitor") >= polls + 5,
            "five more polls",
        )
        self.assertEqual(page.value("pitel_up", target="live"), 1)

    def test_costs_lines_but_neither_polls_nor_the_stop(self):
        exporter = self.talkative_exporter()
        exporter.wait_for(lambda page: dropped(page) > 0, "dropped lines")
        self.assert_polls_go_on(exporter)
        self.assert_ends_soon(exporter)

    def test_says_how_many_lines_are_missing_once_it_is_read_again(self):
        exporter = self.talkative_exporter()
        exporter.wait_for(lambda page: dropped(page) > 0, "dropped lines")
        told = exporter.find(
            r'msg="log lines dropped" lines=(\d+)', lambda: exporter.stderr
        )
        self.assertGreater(int(told[1]), 0)
        # A page may be older than the line that it is compared with.
        exporter.wait_for(
            lambda page: dropped(page) >= int(told[1]), "a count of those lines"
        )
        lines = len(re.findall("\n", exporter.stderr))
        wait_until(
            lambda: len(re.findall("\n", exporter.stderr)) > lines,
            "lines after the gap",
        )


if __name__ == "__main__":
    unittest.main()
