"""deploy/compose: what its files say, and the stack without Grafana."""

import json
import os
import re
import secrets
import shutil
import socket
import tempfile
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

import yaml
from containers import API_KEY, ROOT, get, inspect, run, wait_for

FOLDER = ROOT / "deploy/compose"
FILE = FOLDER / "compose.yml"


def compose_command():
    """`docker compose` or, with Debian's older version, `docker-compose`."""
    plugin = ["docker", "compose"]
    return (
        plugin
        if run(*plugin, "version").returncode == 0
        else ["docker-compose"]
    )


def services():
    return yaml.safe_load(FILE.read_text())["services"]


def folders_of(service):
    """The folders of the repository that a service sees, by their path inside."""
    for volume in service.get("volumes", []):
        source, target, *_ = volume.split(":")
        if source.startswith("."):
            yield Path(target), (FOLDER / source).resolve(), volume


class File(unittest.TestCase):
    def test_is_valid(self):
        result = run(*compose_command(), "--file", FILE, "config", "--quiet")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_gives_no_service_rights(self):
        for name, service in services().items():
            with self.subTest(name):
                self.assertIs(service["read_only"], True)
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertNotIn("cap_add", service)
                self.assertNotIn("privileged", service)
                self.assertEqual(
                    service["security_opt"], ["no-new-privileges:true"]
                )
                self.assertRegex(service["user"], r"^[1-9]\d*:")

    def test_publishes_on_loopback_only(self):
        published = [
            port
            for service in services().values()
            for port in service.get("ports", [])
        ]
        self.assertEqual(len(published), 4)
        for port in published:
            self.assertRegex(port, r"^127\.0\.0\.1:")

    def test_has_secrets_in_files_only(self):
        given = yaml.safe_load(FILE.read_text())["secrets"]
        for name in ("pitel_api_key", "grafana_admin_password"):
            self.assertEqual(given[name], {"file": f"./secrets/{name}"})
        for service in services().values():
            for name in service.get("environment", {}):
                if re.search("PASSWORD|KEY|TOKEN|SECRET", name):
                    self.assertTrue(name.endswith("__FILE"), name)
        ignored = (ROOT / ".gitignore").read_text().splitlines()
        self.assertIn("/deploy/compose/secrets/", ignored)

    def test_mounts_folders_that_exist_and_cannot_be_written(self):
        for service in services().values():
            for _, source, volume in folders_of(service):
                self.assertTrue(source.is_dir(), volume)
                self.assertTrue(volume.endswith(":ro"), volume)

    def test_checks_the_health_of_what_others_wait_for(self):
        for name in ("prometheus", "alertmanager", "grafana"):
            self.assertEqual(services()[name]["healthcheck"]["test"][0], "CMD")


class Grafana(unittest.TestCase):
    """Its files; the service is not run."""

    def setUp(self):
        self.seen = {
            path: source
            for path, source, _ in folders_of(services()["grafana"])
        }
        self.provisioning = self.seen[Path("/etc/grafana/provisioning")]

    def test_gets_the_dashboards_of_the_mixin(self):
        file = self.provisioning / "dashboards/pitel.yml"
        (provider,) = yaml.safe_load(file.read_text())["providers"]
        folder = self.seen[Path(provider["options"]["path"])]
        self.assertEqual(folder, ROOT / "grafana/dashboards")

    def test_starts_with_one_of_them(self):
        name = "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"
        home = Path(services()["grafana"]["environment"][name])
        self.assertTrue((self.seen[home.parent] / home.name).is_file())

    def test_asks_the_prometheus_of_the_stack(self):
        file = self.provisioning / "datasources/pitel.yml"
        (source,) = yaml.safe_load(file.read_text())["datasources"]
        self.assertEqual(source["type"], "prometheus")
        name = re.fullmatch(r"\$\{(\w+)\}", source["url"])[1]
        address = services()["grafana"]["environment"][name]
        url = urllib.parse.urlsplit(address)
        self.assertIn(url.hostname, services())
        self.assertTrue(
            services()[url.hostname]["ports"][0].endswith(f":{url.port}")
        )
        config = yaml.safe_load(
            (FOLDER / "prometheus/prometheus.yml").read_text()
        )
        self.assertEqual(
            source["jsonData"]["timeInterval"],
            config["global"]["scrape_interval"],
        )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Stack(unittest.TestCase):
    STARTED = ("api", "exporter", "prometheus", "alertmanager")

    @classmethod
    def setUpClass(cls):
        # A copy of what the file refers to, with secrets.
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        Path(folder.name).chmod(0o755)
        root = Path(folder.name) / "pitel"
        for part in ("deploy", "grafana/dashboards"):
            shutil.copytree(
                ROOT / part,
                root / part,
                symlinks=True,
                ignore=shutil.ignore_patterns("secrets"),
            )
        cls.folder = root / "deploy/compose"
        cls.write_secrets()
        cls.ports = {
            name: free_port()
            for name in ("exporter", "prometheus", "alertmanager", "grafana")
        }
        cls.project = f"pitel-test-{secrets.token_hex(4)}"
        cls.addClassCleanup(cls.compose, "down", "--volumes", "--timeout", "10")
        cls.compose("up", "--detach", "--no-build", *cls.STARTED)

    @classmethod
    def write_secrets(cls):
        kept = cls.folder / "secrets"
        kept.mkdir(mode=0o700)
        for name, text in (
            ("pitel_api_key", API_KEY),
            ("grafana_admin_password", secrets.token_hex(12)),
        ):
            (kept / name).write_text(text)
            (kept / name).chmod(0o444)

    @classmethod
    def compose(cls, *arguments):
        env = {
            **os.environ,
            **{
                f"{name.upper()}_PORT": str(port)
                for name, port in cls.ports.items()
            },
        }
        result = run(
            *compose_command(),
            "--project-name",
            cls.project,
            "--file",
            cls.folder / "compose.yml",
            *arguments,
            env=env,
        )
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        return result.stdout.strip()

    def container(self, service):
        return self.compose("ps", "--quiet", service)

    def get(self, service, path):
        return get(f"http://127.0.0.1:{self.ports[service]}{path}")

    def query(self, expression):
        """The samples of an instant query, as numbers."""
        text = self.get(
            "prometheus",
            "/api/v1/query?" + urllib.parse.urlencode({"query": expression}),
        )
        result = json.loads(text)["data"]["result"] if text else []
        return [float(sample["value"][1]) for sample in result]

    def test_becomes_healthy(self):
        for service in ("exporter", "prometheus", "alertmanager"):
            wait_for(
                f"health of {service}",
                lambda: inspect(self.container(service), ".State.Health.Status")
                == "healthy",
            )

    def test_is_scraped_by_prometheus(self):
        wait_for("sample", lambda: self.query('pitel_up{job="pitel"}') == [1])
        wait_for("call", lambda: self.query("sum(pitel_active_calls) > 0"))

    def test_evaluates_every_rule(self):
        groups = json.loads(
            wait_for("rules", lambda: self.get("prometheus", "/api/v1/rules"))
        )["data"]["groups"]
        shipped = [
            group
            for file in (ROOT / "deploy/prometheus/rules").glob("*.yml")
            for group in yaml.safe_load(file.read_text())["groups"]
        ]
        self.assertEqual(
            sorted((g["name"], len(g["rules"])) for g in groups),
            sorted((g["name"], len(g["rules"])) for g in shipped),
        )

    def test_is_reachable_from_this_machine_only(self):
        for service in self.STARTED:
            ports = inspect(self.container(service), ".NetworkSettings.Ports")
            for bindings in (ports or {}).values():
                for binding in bindings or []:
                    self.assertEqual(binding["HostIp"], "127.0.0.1")
        self.assertIn("pitel_up", self.get("exporter", "/metrics"))

    def test_tells_alertmanager_of_a_backlog(self):
        networks = inspect(self.container("api"), ".NetworkSettings.Networks")
        (network,) = networks.values()
        wait_for("sample", lambda: self.query("pitel_up") == [1])
        request = urllib.request.Request(
            f"http://{network['IPAddress']}:8080/inject/backlog"
            "?tenant=t00005.example.com&callers=40&seconds=240",
            method="POST",
        )
        urllib.request.urlopen(request, timeout=10).close()
        wait_for(
            "alert",
            lambda: '"PitelRingingBacklog"'
            in self.get("alertmanager", "/api/v2/alerts"),
            240,
        )


if __name__ == "__main__":
    unittest.main()
