"""--healthcheck: a second process asks the first one."""

import unittest

from harness import SystemTest, target
from scripted_api import Response


class HealthCheck(SystemTest):
    def check(self, *flags):
        result = self.run_exporter(*flags)
        self.assertEqual(result.stdout, "")
        return result

    def test_of_a_healthy_exporter(self):
        exporter = self.exporter([target("t1", "http://127.0.0.1:1")])
        port = exporter.url.rpartition(":")[2]
        for flags in (
            [f"--healthcheck={exporter.url}"],
            ["--healthcheck", f"{exporter.url}/-/healthy"],
            ["--healthcheck", f"--web.listen-address=127.0.0.1:{port}"],
            [
                f"--web.listen-address=:{port}",
                "--web.listen-address=127.0.0.1:1",
                "--healthcheck",
            ],
            [f"--web.listen-address=0.0.0.0:{port}", "--healthcheck"],
            [f"--healthcheck={exporter.url}", "--config.file=/no/such/file"],
            [f"--healthcheck=http://localhost:{port}"],
        ):
            with self.subTest(flags):
                result = self.check(*flags)
                self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_of_an_exporter_that_ended(self):
        exporter = self.exporter([target("t1", "http://127.0.0.1:1")])
        exporter.end()
        result = self.check(f"--healthcheck={exporter.url}")
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{exporter.url}/-/healthy: ", result.stderr)

    def test_of_a_server_that_says_no(self):
        server = self.api(Response(503))
        result = self.check(f"--healthcheck={server.url}")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/-/healthy: status 503", result.stderr)

    def test_needs_a_url(self):
        for flag in ("localhost:10748", "/-/healthy", "ftp://localhost"):
            with self.subTest(flag):
                result = self.check(f"--healthcheck={flag}")
                self.assertEqual(result.returncode, 2)
                self.assertIn("--healthcheck", result.stderr)


if __name__ == "__main__":
    unittest.main()
