"""Several processes share the targets of one configuration."""

import hashlib
import json
import unittest

from harness import SystemTest, target
from rows import SAMPLE_ROW
from scripted_api import rows_response

NOBODY = "http://127.0.0.1:1"


def shard_of(name, count):
    """Rendezvous hashing, independent of the exporter."""

    def weight(index):
        text = name.encode() + b"\0" + str(index).encode()
        return hashlib.sha256(text).digest()[:8]

    return max(range(count), key=weight)


class Shards(SystemTest):
    def shard(self, names, index, count, url=NOBODY):
        return self.exporter(
            [target(name, url) for name in names], f"--shard={index}/{count}"
        )

    def names_of(self, exporter):
        """On all pages that list targets."""
        groups = json.loads(exporter.get("/sd").body)
        names = [group["labels"]["__param_target"] for group in groups]
        page = exporter.scrape().select("pitel_poll_interval_seconds")
        self.assertEqual([dict(labels)["target"] for _, labels in page], names)
        return names

    def test_divide_the_targets(self):
        names = [f"target-{number}" for number in range(100)]
        for index in range(4):
            with self.subTest(index):
                exporter = self.shard(names, index, 4)
                own = [name for name in names if shard_of(name, 4) == index]
                self.assertEqual(self.names_of(exporter), sorted(own))
                self.assertNotEqual(own, [])
                shown = exporter.get("/config").body.decode()
                self.assertEqual(shown.count("target-"), len(own))

    def test_poll_their_own_targets_only(self):
        apis = [self.api(rows_response([SAMPLE_ROW])) for _ in range(2)]
        names = ["t1", "t2"]  # of the shards 1 and 2, of 3
        targets = [target(n, api.url) for n, api in zip(names, apis)]
        exporter = self.exporter(targets, "--shard=1/3").wait_ready()
        self.assertEqual(self.names_of(exporter), ["t1"])
        self.assertNotEqual(apis[0].requests, [])
        self.assertEqual(apis[1].requests, [])

    def test_without_a_target_serves_and_is_ready(self):
        exporter = self.shard(["t1", "t2"], 0, 3).wait_ready()
        self.assertEqual(self.names_of(exporter), [])
        self.assertEqual(exporter.get("/-/healthy").status, 200)
        self.assertEqual(exporter.get("/").status, 200)
        self.assertEqual(
            exporter.scrape().total("pitel_exporter_build_info"), 1
        )
        self.assert_ends_soon(exporter)

    def test_check_the_secrets_of_their_own_targets_only(self):
        file = self.config_file(
            "targets:\n"
            f"  - {{name: t1, url: '{NOBODY}', api_key: k}}\n"
            f"  - {{name: t2, url: '{NOBODY}', api_key_file: missing}}\n"
        )
        for shard, status in (("1/3", 0), ("2/3", 1), ("0/3", 0)):
            with self.subTest(shard):
                result = self.run_exporter(
                    f"--config.file={file}", "--config.check", "--shard", shard
                )
                self.assertEqual(result.returncode, status, result.stderr)

    def test_that_are_wrong_are_refused(self):
        for shard in ("1", "2/2", "0/0", "-1/2", "a/b", "0/2/3", ""):
            with self.subTest(shard):
                result = self.run_exporter(f"--shard={shard}")
                self.assertEqual(result.returncode, 2)
                self.assertIn("--shard", result.stderr)


if __name__ == "__main__":
    unittest.main()
