"""A real Prometheus scrapes an exporter that asks for TLS and a password."""

import unittest

from harness import wait_until
from prometheus_test import PrometheusTest, static
from web_server import WebTest, bcrypt


class Scrapes(WebTest, PrometheusTest):
    def job(self, exporter, **keys):
        return {
            "job_name": "pitel",
            "scheme": "https",
            "static_configs": [static(exporter.url.replace("https", "http"))],
            "tls_config": {"ca_file": str(self.authority.certificate)},
            **keys,
        }

    def assert_up(self, up, job):
        prometheus = self.prometheus(job)
        wait_until(
            lambda: list(self.query(prometheus, "up").values()) == [up],
            f"up is {up}",
        )
        return prometheus

    def test_with_a_password(self):
        exporter = self.serve(
            {
                "tls_server_config": self.tls(),
                "basic_auth_users": {"prometheus": bcrypt("secret", cost=10)},
            }
        )
        login = {"username": "prometheus", "password": "secret"}
        prometheus = self.assert_up(1, self.job(exporter, basic_auth=login))
        self.assertEqual(list(self.query(prometheus, "pitel_up").values()), [0])
        wrong = {"username": "prometheus", "password": "Secret"}
        self.assert_up(0, self.job(exporter, basic_auth=wrong))

    def test_with_service_discovery(self):
        exporter = self.serve(
            {
                "tls_server_config": self.tls(),
                "basic_auth_users": {"prometheus": bcrypt("secret")},
            }
        )
        access = {
            "basic_auth": {"username": "prometheus", "password": "secret"},
            "tls_config": {"ca_file": str(self.authority.certificate)},
        }
        self.assert_up(
            1,
            {
                "job_name": "pitel",
                "scheme": "https",
                **access,
                "http_sd_configs": [{"url": exporter.url + "/sd", **access}],
            },
        )

    def test_with_a_client_certificate(self):
        exporter = self.serve(
            {
                "tls_server_config": self.tls(
                    client_auth_type="RequireAndVerifyClientCert",
                    client_ca_file=str(self.authority.certificate),
                    client_allowed_sans=["prometheus.example.com"],
                )
            }
        )
        certificate, key = self.authority.issue(
            "prometheus", "DNS:prometheus.example.com"
        )
        tls = {
            "ca_file": str(self.authority.certificate),
            "cert_file": str(certificate),
            "key_file": str(key),
        }
        self.assert_up(1, self.job(exporter, tls_config=tls))
        self.assert_up(0, self.job(exporter))


if __name__ == "__main__":
    unittest.main()
