"""Passwords of the own web server: who gets in, and what that costs others."""

import base64
import json
import re
import select
import socket
import ssl
import unittest
from urllib.parse import urlsplit

from harness import BOUND_SECONDS, wait_until
from web_server import HEALTHY, WebTest, bcrypt

# A check takes about 0.2 s.
SLOW = 12


class RawClient:
    """Sends one request and reads the response later."""

    def __init__(self, test, exporter, user, password, path="/metrics"):
        parts = urlsplit(exporter.url)
        self.socket = socket.create_connection(
            (parts.hostname, parts.port), BOUND_SECONDS
        )
        test.addCleanup(self.socket.close)
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            f"Authorization: Basic {token}\r\n\r\n".encode()
        )

    def status(self):
        """The status of the response."""
        data = b""
        while block := self.socket.recv(65536):
            data += block
        return int(data.split(b" ", 2)[1])

    def has_answer(self):
        return bool(select.select([self.socket], [], [], 0)[0])


class Logins(WebTest):
    def users(self, **hashes):
        return self.serve({"basic_auth_users": hashes})

    def login(self, exporter, user, password, path="/metrics"):
        return self.status(exporter, path, "--user", f"{user}:{password}")

    def test_who_gets_in(self):
        hashes = {
            name: bcrypt(name, prefix=f"$2{name}$")
            for name in ("a", "b", "x", "y")
        }
        exporter = self.users(**hashes)
        for user in hashes:
            self.assertEqual(self.login(exporter, user, user), 200)
            self.assertEqual(self.login(exporter, user, user), 200)
            self.assertEqual(self.login(exporter, user, "wrong"), 401)
        self.assertEqual(self.login(exporter, "c", "a"), 401)
        for path in ("/", "/metrics", "/config", "/sd", "/nothing"):
            reply = self.curl(exporter, path)
            self.assertEqual(reply.status, 401)
            self.assertIn("WWW-Authenticate: Basic", reply.headers)
        self.assertEqual(self.status(exporter, HEALTHY), 200)
        self.assertIn(self.status(exporter, "/-/ready"), (200, 503))

    def test_a_hash_of_the_usual_cost(self):
        exporter = self.users(alice=bcrypt("secret", cost=10))
        self.assertEqual(self.login(exporter, "alice", "secret"), 200)

    def test_unknown_users_stay_out_whatever_they_try(self):
        exporter = self.users(alice=bcrypt("secret"))
        for password in ("fakepassword", "secret", "", "pitel"):
            for _ in range(2):
                self.assertEqual(self.login(exporter, "mallory", password), 401)

    def test_the_separator_is_no_part_of_a_pair(self):
        exporter = self.users(**{"alice": bcrypt("b:c"), "alicex": bcrypt("c")})
        self.assertEqual(self.login(exporter, "alice", "b:c"), 200)
        self.assertEqual(self.login(exporter, "alice", "c"), 401)
        self.assertEqual(self.login(exporter, "alicex", "b:c"), 401)
        self.assertEqual(self.login(exporter, "alicex", "c"), 200)
        hexed = "616c696365:62"
        self.assertEqual(self.login(exporter, "", f"{hexed}:c"), 401)

    def test_300_logins_at_once_are_each_judged_right(self):
        exporter = self.users(alice=bcrypt("a"), bob=bcrypt("b"))
        kinds = [
            ("alice", "a", 200),
            ("alice", "b", 401),
            ("bob", "b", 200),
            ("bob", "{}", 401),
            ("carol", "a", 401),
            ("alice", "a{}", 401),
        ]
        logins = []
        for i in range(300):
            user, password, status = kinds[i % len(kinds)]
            client = RawClient(self, exporter, user, password.format(i), "/sd")
            logins.append((client, status))
        for client, status in logins:
            self.assertEqual(client.status(), status)

    def test_a_flood_delays_neither_known_scrapes_nor_checks_of_health(self):
        exporter = self.users(alice=bcrypt("secret"), slow=bcrypt("x", SLOW))
        self.assertEqual(self.login(exporter, "alice", "secret"), 200)
        flood = [
            RawClient(self, exporter, "slow", f"wrong{i}") for i in range(200)
        ]
        for _ in range(3):
            self.assertEqual(self.login(exporter, "alice", "secret"), 200)
            self.assertEqual(self.status(exporter, HEALTHY), 200)
        waiting = [client for client in flood if not client.has_answer()]
        self.assertGreater(len(waiting), 100, "the flood is still queued")

    def test_a_flood_that_has_gone_leaves_nothing_to_do(self):
        exporter = self.users(alice=bcrypt("secret"), slow=bcrypt("x", SLOW))
        # To check all of them would take a minute.
        flood = [
            RawClient(self, exporter, "slow", f"wrong{i}") for i in range(300)
        ]
        for client in flood:
            client.socket.close()
        self.assertEqual(self.login(exporter, "alice", "secret"), 200)

    def test_secrets_appear_nowhere(self):
        secret = bcrypt("hunter2")
        exporter = self.serve(
            {
                "tls_server_config": self.tls(),
                "basic_auth_users": {"alice": secret},
            }
        )
        login = ("--user", "alice:hunter2")
        self.assertEqual(self.login(exporter, "alice", "hunter3"), 401)
        shown = exporter.stderr + "".join(
            self.curl(exporter, path, *login).body for path in ("/", "/config")
        )
        for text in ("hunter", secret, secret[7:], "PRIVATE KEY"):
            self.assertNotIn(text, shown)
        line = self.key.read_text().split("\n")[3]
        self.assertNotIn(line, shown)


class Changes(WebTest):
    """The web configuration is read again while the exporter runs."""

    def write(self, exporter, text):
        new = exporter.web_file.with_suffix(".new")
        new.write_text(text)
        new.rename(exporter.web_file)

    def users_text(self, **hashes):
        lines = "".join(f"  {user}: {h}\n" for user, h in hashes.items())
        return "basic_auth_users:\n" + lines

    def reload_metric(self, exporter, *login):
        body = self.curl(exporter, "/metrics", *login).body
        found = re.search(
            r"^pitel_exporter_config_last_reload_successful (\d)$", body, re.M
        )
        return int(found[1])

    def test_users(self):
        exporter = self.serve(self.users_text(alice=bcrypt("old")))
        old, new = ("--user", "alice:old"), ("--user", "alice:new")
        self.assertEqual(self.status(exporter, "/sd", *old), 200)
        self.write(exporter, self.users_text(alice=bcrypt("new")))
        wait_until(
            lambda: self.status(exporter, "/sd", *new) == 200,
            "the new password",
        )
        self.assertEqual(self.status(exporter, "/sd", *old), 401)

    def test_a_broken_file_leaves_the_last_good_one_in_force(self):
        good = self.users_text(alice=bcrypt("secret"))
        exporter = self.serve(good)
        login = ("--user", "alice:secret")
        self.assertEqual(self.reload_metric(exporter, *login), 1)
        self.write(exporter, self.users_text(alice="hunter2"))
        wait_until(
            lambda: self.reload_metric(exporter, *login) == 0, "the metric is 0"
        )
        self.assertEqual(self.status(exporter), 401)
        page = self.curl(exporter, "/", *login).body
        self.assertIn("web configuration was refused", page)
        self.assertIn("web.yml:2:10: ", page)
        refused = [
            line
            for line in exporter.stderr.split("\n")
            if "web configuration refused" in line
        ]
        self.assertEqual(len(refused), 1)
        self.assertIn("web.yml:2:10: ", refused[0])
        self.assertNotIn("hunter2", page + exporter.stderr)
        self.write(exporter, good)
        wait_until(
            lambda: self.reload_metric(exporter, *login) == 1, "the metric is 1"
        )
        page = self.curl(exporter, "/", *login).body
        self.assertNotIn("was refused", page)

    def served_certificate(self, exporter):
        address = exporter.url.partition("//")[2]
        host, _, port = address.partition(":")
        return ssl.get_server_certificate((host, int(port))).strip()

    def test_a_replaced_certificate_is_served_without_a_restart(self):
        folder = self.folder()
        certificate, key = folder / "server.crt", folder / "server.key"
        certificate.write_text(self.certificate.read_text())
        key.write_text(self.key.read_text())
        exporter = self.serve(
            {
                "tls_server_config": {
                    "cert_file": str(certificate),
                    "key_file": str(key),
                }
            }
        )
        self.assertEqual(
            self.served_certificate(exporter), certificate.read_text().strip()
        )
        renewed, new_key = self.authority.issue("renewed")
        certificate.write_text(renewed.read_text())
        key.write_text(new_key.read_text())
        wait_until(
            lambda: self.served_certificate(exporter)
            == renewed.read_text().strip(),
            "the new certificate",
        )
        self.assertEqual(self.status(exporter), 200)
        self.assertEqual(exporter.process.poll(), None)

    def test_tls_is_turned_on(self):
        exporter = self.serve("")
        self.assertEqual(self.status(exporter), 200)
        self.write(
            exporter,
            "tls_server_config:\n"
            f"  cert_file: {self.certificate}\n  key_file: {self.key}\n",
        )
        exporter.url = exporter.url.replace("http", "https")
        wait_until(lambda: self.status(exporter) == 200, "TLS")


class HealthCheck(WebTest):
    def check(self, exporter, *flags):
        address = exporter.url.partition("//")[2]
        result = self.run_exporter(
            "--healthcheck", f"--web.listen-address={address}", *flags
        )
        return result.returncode

    def test_asks_as_the_web_configuration_says(self):
        users = {"basic_auth_users": {"alice": bcrypt("x")}}
        for config in (users, {"tls_server_config": self.tls(), **users}):
            exporter = self.serve(config)
            flag = f"--web.config.file={exporter.web_file}"
            self.assertEqual(self.check(exporter, flag), 0)
            exporter.web_file.write_text(
                exporter.web_file.read_text().replace("$2b$", "$3b$")
            )
            self.assertEqual(
                self.check(exporter, flag), 0, "a broken file changes nothing"
            )

    def test_asks_as_the_exporter_serves_after_a_refused_file(self):
        tls = {"tls_server_config": self.tls()}
        no_key = {"tls_server_config": self.tls(key_file="none")}
        for config, broken in ((tls, "{"), ({}, json.dumps(no_key))):
            exporter = self.serve(config)
            exporter.web_file.write_text(broken)
            exporter.find("configuration refused", lambda: exporter.stderr)
            flag = f"--web.config.file={exporter.web_file}"
            self.assertEqual(self.check(exporter, flag), 0)

    def test_asks_any_url_without_checking_its_certificate(self):
        exporter = self.serve({"tls_server_config": self.tls()})
        result = self.run_exporter(f"--healthcheck={exporter.url}")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.check(exporter), 1, "plain HTTP gets status 400")


if __name__ == "__main__":
    unittest.main()
