"""--web.config.file: which files are refused, and what the others do.

The kinds of files are those of the tests of Prometheus' exporter-toolkit.
"""

import json
import unittest

from harness import target
from web_server import HEALTHY, Authority, WebTest, bcrypt

SUITES = [
    f"TLS_ECDHE_{kind}_WITH_{suite}"
    for kind in ("ECDSA", "RSA")
    for suite in (
        "AES_128_GCM_SHA256",
        "AES_256_GCM_SHA384",
        "CHACHA20_POLY1305_SHA256",
        "AES_128_CBC_SHA",
        "AES_256_CBC_SHA",
    )
] + [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
]
CURVES = ["CurveP256", "CurveP384", "CurveP521", "X25519"]


class BrokenFiles(WebTest):
    def assert_refused(self, config, *words):
        problems = self.problems(config)
        for word in words:
            self.assertIn(word, problems)
        self.assertNotIn("hunter2", problems)

    def assert_tls_refused(self, keys, *words):
        self.assert_refused({"tls_server_config": self.tls(**keys)}, *words)

    def test_syntax_and_keys(self):
        self.assert_refused("junk\nmore junk\n", ":1:1:")
        self.assert_refused("a: [1\n", ":1:1:", "YAML syntax")
        self.assert_refused(
            {"tls_server_config": {"cert_filse": "x"}},
            "cert_filse",
            "cert_file",
        )
        self.assert_refused("rate_limit: {}\nrate_limit: {}\n", "duplicate key")

    def test_missing_halves(self):
        pem = self.certificate.read_text()
        for tls, missing in (
            ({"cert_file": str(self.certificate)}, "key_file"),
            ({"key_file": str(self.key)}, "cert_file"),
            ({"cert": pem}, "key_file"),
            ({"cert": pem, "key": ""}, "key_file"),
            ({"cert": "", "key_file": str(self.key)}, "cert_file"),
            ({"cert_file": "", "key_file": str(self.key)}, "cert_file"),
            ({"cert_file": str(self.certificate), "key_file": ""}, "key_file"),
        ):
            with self.subTest(tls):
                self.assert_refused(
                    {"tls_server_config": tls}, f"`{missing}` is missing"
                )
        self.assert_refused(
            {"tls_server_config": {"client_auth_type": "RequireClientCert"}},
            "`cert_file` is missing",
            "`key_file` is missing",
        )

    def test_files(self):
        other = self.authority.issue("other")[1]
        for keys, words in (
            ({"cert_file": "hunter2"}, ("cert_file", "No such file")),
            ({"key_file": "hunter2"}, ("key_file", "No such file")),
            ({"key_file": str(other)}, (str(other), "not the key")),
            (
                {
                    "client_ca_file": "hunter2",
                    "client_auth_type": "RequireClientCert",
                },
                ("client_ca_file", "No such file"),
            ),
            (
                {
                    "client_ca_file": str(self.key),
                    "client_auth_type": "RequireClientCert",
                },
                ("client_ca_file", str(self.key), "no valid certificate"),
            ),
            (
                {"client_ca_file": str(self.authority.certificate)},
                ("client_ca_file", "client_auth_type"),
            ),
        ):
            with self.subTest(keys):
                self.assert_tls_refused(keys, *words)

    def test_invented_names(self):
        for keys, word in (
            (
                {"cipher_suites": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA2048"]},
                "`cipher_suites` has an unknown item",
            ),
            (
                {"cipher_suites": ["TLS_RSA_WITH_AES_128_CBC_SHA"]},
                "`cipher_suites` has an unknown item",
            ),
            ({"curve_preferences": ["CurveP257"]}, "use CurveP256, CurveP384"),
            ({"min_version": "TLS111"}, "must be one of TLS10, TLS11"),
            ({"min_version": "hunter2"}, "must be one of TLS10, TLS11"),
            (
                {"client_auth_type": "requireClientCert"},
                "must be one of NoClientCert, RequestClientCert",
            ),
        ):
            with self.subTest(keys):
                self.assert_tls_refused(keys, word)

    def test_headers(self):
        for name, value, word in (
            ("Content-Type", "foo", "Content-Type"),
            ("x-frame-options", "deny", "did you mean `X-Frame-Options`"),
            ("X-Frame-Options", "foo", "deny or sameorigin"),
            ("X-Frame-Options", "DENY", "deny or sameorigin"),
            ("X-Content-Type-Options", "sniff", "nosniff"),
        ):
            with self.subTest(name):
                self.assert_refused(
                    {"http_server_config": {"headers": {name: value}}}, word
                )

    def test_users(self):
        self.assert_refused(
            {"basic_auth_users": [{"alice": bcrypt("x")}]}, "expected a mapping"
        )
        for password in (
            "hunter2",
            "$6$hunter2",
            bcrypt("x")[:-1],
            bcrypt("x") + "x",
        ):
            with self.subTest(password):
                self.assert_refused(
                    {"basic_auth_users": {"alice": password}}, "bcrypt hash"
                )
        self.assert_refused(
            {
                "basic_auth_users": {
                    "alice": bcrypt("x").replace("$04$", "$32$")
                }
            },
            "bcrypt hash",
        )

    def test_rate_limit(self):
        self.assert_refused(
            {"rate_limit": {"interval": "1d", "burst": 1}},
            "`interval` is not a duration",
        )

    def test_problems_of_both_files_are_reported(self):
        config = self.config_file("targets: []\n")
        web = self.web_file({"rate_limit": {"interval": "1d"}})
        result = self.run_exporter(
            f"--config.file={config}",
            f"--web.config.file={web}",
            "--config.check",
        )
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(config), result.stderr)
        self.assertIn(str(web), result.stderr)

    def test_a_missing_file(self):
        config = self.config_file(
            '{"targets": [{"name": "a", "api_key": "k", "url": "https://a"}]}'
        )
        result = self.run_exporter(
            f"--config.file={config}",
            "--web.config.file=/no/such",
            "--config.check",
        )
        self.assertEqual(result.returncode, 1)
        self.assertIn("/no/such: cannot be read", result.stderr)


class EmptyFiles(WebTest):
    def test_serve_plain_http(self):
        for config in (
            "",
            "tls_server_config:\n",
            "basic_auth_users:\n",
            "# x\n",
        ):
            with self.subTest(config):
                exporter = self.serve(config)
                self.assertTrue(exporter.url.startswith("http:"))
                self.assertEqual(self.status(exporter), 200)


class Check(WebTest):
    def test_sums_up_a_valid_file(self):
        web = self.web_file({"tls_server_config": self.tls()})
        config = self.config_file(
            json.dumps({"targets": [target("t1", "http://127.0.0.1:1")]})
        )
        result = self.run_exporter(
            f"--config.file={config}",
            f"--web.config.file={web}",
            "--config.check",
        )
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("Web configuration: TLS, 0 users.\n", result.stdout)


class Tls(WebTest):
    def serve_tls(self, http2=None, **keys):
        config = {"tls_server_config": self.tls(**keys)}
        if http2 is not None:
            config["http_server_config"] = {"http2": http2}
        exporter = self.serve(config)
        self.assertTrue(exporter.url.startswith("https:"))
        return exporter

    def test_certificates_in_the_file_itself(self):
        exporter = self.serve(
            {
                "tls_server_config": {
                    "cert": self.certificate.read_text(),
                    "key": self.key.read_text(),
                }
            }
        )
        self.assertEqual(self.status(exporter), 200)

    def test_paths_are_relative_to_the_file(self):
        folder = self.files / "relative"
        folder.mkdir()
        web = folder / "web.yml"
        web.write_text(
            "tls_server_config:\n"
            "  cert_file: ../server.crt\n"
            "  key_file: ../server.key\n"
        )
        exporter = self.exporter(
            [target("t1", "http://127.0.0.1:1")], f"--web.config.file={web}"
        )
        exporter.url = exporter.url.replace("http", "https")
        self.assertEqual(self.status(exporter), 200)

    def test_versions(self):
        old = ("-cipher", "DEFAULT:@SECLEVEL=0")
        usual = self.serve_tls()
        self.assertTrue(self.lets_in(usual, "-tls1_2"))
        self.assertTrue(self.lets_in(usual, "-tls1_3"))
        self.assertFalse(self.lets_in(usual, "-tls1_1", *old))
        self.assertFalse(self.lets_in(usual, "-tls1", *old))
        legacy = self.serve_tls(min_version="TLS10", max_version="TLS12")
        self.assertTrue(self.lets_in(legacy, "-tls1_1", *old))
        self.assertTrue(self.lets_in(legacy, "-tls1", *old))
        self.assertFalse(self.lets_in(legacy, "-tls1_3"))

    def test_every_suite_and_curve(self):
        exporter = self.serve_tls(
            cipher_suites=SUITES, curve_preferences=CURVES
        )
        self.assertEqual(self.status(exporter), 200)
        for suite in ("ECDHE-RSA-AES128-SHA", "ECDHE-RSA-CHACHA20-POLY1305"):
            self.assertTrue(self.lets_in(exporter, "-tls1_2", "-cipher", suite))
        for curve in ("P-256", "P-384", "P-521", "X25519"):
            self.assertTrue(self.lets_in(exporter, "-groups", curve))

    def test_with_and_without_http2(self):
        for http2 in (True, False):
            exporter = self.serve_tls(http2=http2)
            self.assertEqual(self.status(exporter, HEALTHY), 200)
            self.assertEqual(self.status(exporter, HEALTHY, "--http2"), 200)

    def test_some_suites(self):
        exporter = self.serve_tls(
            cipher_suites=[
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            ],
            prefer_server_cipher_suites=False,
            min_version="TLS12",
            max_version="TLS12",
        )
        for suites, fits in (
            ("ECDHE-RSA-AES256-GCM-SHA384", True),
            ("ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256", True),
            ("ECDHE-RSA-CHACHA20-POLY1305", False),
        ):
            with self.subTest(suites):
                self.assertEqual(
                    self.lets_in(exporter, "-tls1_2", "-cipher", suites), fits
                )

    def test_one_curve(self):
        exporter = self.serve_tls(
            min_version="TLS13", curve_preferences=["CurveP521"]
        )
        self.assertTrue(self.lets_in(exporter, "-groups", "P-384:P-521"))
        self.assertFalse(self.lets_in(exporter, "-groups", "P-384"))
        self.assertFalse(self.lets_in(exporter, "-tls1_2"))

    def test_plain_http_is_told(self):
        exporter = self.serve_tls()
        exporter.url = exporter.url.replace("https", "http")
        reply = self.curl(exporter)
        self.assertEqual(reply.status, 400)
        self.assertIn("HTTP request to an HTTPS server", reply.body)


class ClientCertificates(WebTest):
    def setUp(self):
        stranger = Authority(self.files, "stranger").issue("unknown")
        ours = self.authority.issue("client", "DNS:test3", "IP:192.0.2.3")
        self.clients = {"none": (), "stranger": stranger, "ours": ours}

    def who_gets_in(self, **keys):
        exporter = self.serve({"tls_server_config": self.tls(**keys)})
        got_in = []
        for name, files in self.clients.items():
            flags = ("--cert", files[0], "--key", files[1]) if files else ()
            for version in ("1.2", "1.3"):
                status = self.status(
                    exporter, HEALTHY, *flags, "--tls-max", version
                )
                self.assertIn(status, (0, 200))
                if status == 200:
                    got_in.append(name)
        self.assertEqual(got_in[::2], got_in[1::2], "both versions")
        return got_in[::2]

    def test_policies(self):
        ca = {"client_ca_file": str(self.authority.certificate)}
        for policy, expected in (
            ("RequestClientCert", ["none", "stranger", "ours"]),
            ("RequireClientCert", ["stranger", "ours"]),
            ("RequireAnyClientCert", ["stranger", "ours"]),
            ("VerifyClientCertIfGiven", ["none", "ours"]),
            ("RequireAndVerifyClientCert", ["ours"]),
        ):
            with self.subTest(policy):
                self.assertEqual(
                    self.who_gets_in(client_auth_type=policy, **ca), expected
                )

    def test_an_authority_in_the_file_itself(self):
        self.assertEqual(
            self.who_gets_in(
                client_auth_type="RequireAndVerifyClientCert",
                client_ca=self.authority.certificate.read_text(),
            ),
            ["ours"],
        )

    def test_verification_without_an_authority(self):
        config = {
            "tls_server_config": self.tls(
                client_auth_type="RequireAndVerifyClientCert"
            )
        }
        exporter = self.serve(config)
        self.assertIn("configuration warning", exporter.stderr)
        self.assertEqual(
            self.who_gets_in(client_auth_type="RequireAndVerifyClientCert"), []
        )

    def test_allowed_names(self):
        verified = {
            "client_auth_type": "RequireAndVerifyClientCert",
            "client_ca_file": str(self.authority.certificate),
        }
        for names, expected in (
            (["one", "test3", "two"], ["ours"]),
            (["192.0.2.3"], ["ours"]),
            (["bad"], []),
            (["client"], []),
        ):
            with self.subTest(names):
                self.assertEqual(
                    self.who_gets_in(client_allowed_sans=names, **verified),
                    expected,
                )


class HttpSettings(WebTest):
    def test_headers_are_on_every_response(self):
        exporter = self.serve(
            {
                "http_server_config": {
                    "headers": {
                        "X-Frame-Options": "deny",
                        "Strict-Transport-Security": "max-age=31536000",
                        "X-Content-Type-Options": "nosniff",
                        "X-XSS-Protection": 1,
                        "Content-Security-Policy": "default-src 'self'",
                    }
                },
                "basic_auth_users": {"alice": bcrypt("x")},
            }
        )
        login = ("--user", "alice:x")
        for path, flags, status in (
            ("/", login, 200),
            ("/metrics", login, 200),
            (HEALTHY, (), 200),
            ("/metrics", (), 401),
            ("/nothing", login, 404),
            ("/-/reload", (*login, "--request", "POST"), 403),
            ("/metrics", (*login, "--data", "x"), 405),
            ("/metrics", ("--header", "Host:"), 400),
        ):
            with self.subTest(path, status=status):
                reply = self.curl(exporter, path, *flags)
                self.assertEqual(reply.status, status)
                lines = reply.headers.split("\n")
                for line in (
                    "X-Frame-Options: deny",
                    "Strict-Transport-Security: max-age=31536000",
                    "X-Content-Type-Options: nosniff",
                    "X-XSS-Protection: 1",
                    "Content-Security-Policy: default-src 'self'",
                ):
                    self.assertEqual(lines.count(line), 1, line)
                self.assertEqual(
                    reply.headers.count("Content-Security-Policy"), 1
                )

    def test_rate_limit(self):
        off = self.serve({"rate_limit": {"interval": 0, "burst": 0}})
        self.assertEqual(
            [self.status(off, HEALTHY) for _ in range(11)], [200] * 11
        )
        closed = self.serve({"rate_limit": {"interval": "1s", "burst": 0}})
        self.assertEqual(
            [self.status(closed, HEALTHY) for _ in range(2)], [429] * 2
        )
        burst = self.serve({"rate_limit": {"interval": "1h", "burst": 3}})
        self.assertEqual(
            [self.status(burst) for _ in range(5)], [200] * 3 + [429] * 2
        )


if __name__ == "__main__":
    unittest.main()
