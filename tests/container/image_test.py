"""The image: what it contains, and how it runs with no rights at all."""

import re
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

from containers import (
    API_KEY,
    HARDENED,
    IMAGE,
    ROOT,
    SIMULATOR,
    Network,
    docker,
    get,
    inspect,
    run,
    wait_for,
)

CONFIG = """
poll: {interval: 1s}
calls: {grace: 2s}
targets:
  - name: simulated
    url: http://api:8080
    allow_plain_http: true
    api_key_file: pitel.key
    timezone: Asia/Ho_Chi_Minh
"""
MOST_BYTES = 40_000_000


def write_folder(folder, config=CONFIG, key=API_KEY):
    """A folder of a configuration, which anyone may read."""
    folder = Path(folder)
    folder.chmod(0o755)
    (folder / "pitel_exporter.yml").write_text(config)
    (folder / "pitel.key").write_text(key)
    return f"--volume={folder}:/etc/pitel_exporter:ro"


class Image(unittest.TestCase):
    def test_settings(self):
        config = inspect(IMAGE, ".Config")
        self.assertEqual(config["User"], "65532:65532")
        self.assertEqual(config["StopSignal"], "SIGTERM")
        self.assertEqual(config["Entrypoint"], ["/usr/bin/pitel_exporter"])
        self.assertEqual(
            config["Healthcheck"]["Test"],
            ["CMD", "/usr/bin/pitel_exporter", "--healthcheck"],
        )
        self.assertEqual(list(config["ExposedPorts"]), ["10748/tcp"])
        names = [entry.partition("=")[0] for entry in config["Env"]]
        self.assertEqual(names, ["PATH"])

    def test_labels_name_version_and_revision(self):
        labels = inspect(IMAGE, ".Config.Labels")
        prefix = "org.opencontainers.image."
        self.assertEqual(labels[f"{prefix}title"], "pitel_exporter")
        self.assertEqual(labels[f"{prefix}licenses"], "Apache-2.0")
        version = docker("run", "--rm", IMAGE, "--version")
        self.assertIn(
            f"version {labels[f'{prefix}version']} "
            f"(revision: {labels[f'{prefix}revision']},",
            version,
        )

    def test_is_small(self):
        size = inspect(IMAGE, ".Size")
        print(f"the image has {size / 1e6:.1f} MB")
        self.assertLess(size, MOST_BYTES)


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        container = docker("create", IMAGE)
        with tempfile.TemporaryFile() as archive:
            subprocess.run(
                ["docker", "export", container], stdout=archive, check=True
            )
            archive.seek(0)
            with tarfile.open(fileobj=archive) as tar:
                cls.files = {file.name: file for file in tar}
                bundle = tar.extractfile("etc/ssl/certs/ca-certificates.crt")
                cls.authorities = bundle.read().count(b"BEGIN CERTIFICATE")
        docker("rm", container)

    def executables(self):
        return {  # the engine adds empty files
            name
            for name, file in self.files.items()
            if file.size and file.mode & 0o111 and ".so" not in name
        }

    def test_are_one_program(self):
        self.assertEqual(self.executables(), {"usr/bin/pitel_exporter"})

    def test_give_no_rights(self):
        for name, file in self.files.items():
            self.assertFalse(file.mode & 0o6000, name)
            self.assertEqual(file.uid, 0, name)
            if file.isfile():
                self.assertFalse(file.mode & 0o022, name)

    def test_have_authorities_and_time_zones(self):
        self.assertGreater(self.authorities, 100)
        self.assertIn("usr/share/zoneinfo/Asia/Ho_Chi_Minh", self.files)

    def test_tell_scanners_their_packages(self):
        for package in ("libcurl4", "libssl3", "libc6", "tzdata"):
            self.assertIn(f"var/lib/dpkg/status.d/{package}", self.files)
            self.assertIn(f"usr/share/doc/{package}/copyright", self.files)


class Container(unittest.TestCase):
    """One that polls the simulated API."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.network = Network()
        cls.addClassCleanup(cls.network.close)
        cls.network.start(
            "api", SIMULATOR, "--listen=0.0.0.0:8080", "--rows=500"
        )
        cls.exporter = cls.start()
        cls.url = f"http://{cls.network.address(cls.exporter)}:10748"

    @classmethod
    def start(cls):
        return cls.network.start(
            "exporter",
            "--health-interval=1s",
            "--health-retries=2",
            write_folder(cls.folder.name),
            IMAGE,
        )

    def has_health(self, status):
        return lambda: inspect(self.exporter, ".State.Health.Status") == status

    def test_polls(self):
        wait_for(
            "successful poll",
            lambda: 'pitel_up{target="simulated"} 1\n'
            in get(f"{self.url}/metrics"),
        )
        self.assertIn('server="', get(f"{self.url}/metrics"))

    def test_has_no_rights(self):
        pid = inspect(self.exporter, ".State.Pid")
        status = Path(f"/proc/{pid}/status").read_text()
        fields = dict(re.findall(r"^(\w+):\s+(.*)$", status, re.MULTILINE))
        self.assertEqual(fields["Uid"].split(), ["65532"] * 4)
        self.assertEqual(fields["Gid"].split(), ["65532"] * 4)
        for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(fields[capabilities], 16), 0, capabilities)
        self.assertEqual(fields["NoNewPrivs"], "1")
        self.assertEqual(fields["NSpid"].split()[-1], "1")

    def test_has_nothing_in_its_environment(self):
        pid = inspect(self.exporter, ".State.Pid")
        entries = Path(f"/proc/{pid}/environ").read_text().split("\0")
        names = {entry.partition("=")[0] for entry in entries if entry}
        self.assertLessEqual(names, {"PATH", "HOSTNAME", "HOME"})

    def test_writes_nothing(self):
        self.assertIs(
            inspect(self.exporter, ".HostConfig.ReadonlyRootfs"), True
        )
        self.test_polls()
        self.assertNotIn("/etc/pitel_exporter/", docker("diff", self.exporter))
        self.assertNotIn("read-only", docker("logs", self.exporter).lower())

    def test_is_unhealthy_while_it_hangs(self):
        wait_for("health", self.has_health("healthy"))
        docker("kill", "--signal=STOP", self.exporter)
        try:
            wait_for("failed health check", self.has_health("unhealthy"))
        finally:
            docker("kill", "--signal=CONT", self.exporter)
        wait_for("health", self.has_health("healthy"))

    def test_stops_when_asked(self):
        for stop in (["stop", "--time=60"], ["kill", "--signal=INT"]):
            with self.subTest(stop[0]):
                exporter = self.start()
                wait_for("log", lambda: "listening" in logs(exporter))
                docker(*stop, exporter)
                self.assertEqual(docker("wait", exporter), "0")


def logs(container):
    result = run("docker", "logs", container)
    return result.stdout + result.stderr


class Credentials(unittest.TestCase):
    """Files as Kubernetes mounts them: links to a folder that is replaced."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.folder.chmod(0o755)
        self.network = Network()
        self.addCleanup(self.network.close)
        self.network.start(
            "api", SIMULATOR, "--listen=0.0.0.0:8080", "--rows=100"
        )

    def put(self, version, **files):
        """Replaces all files at once."""
        data = self.folder / f"..{version}"
        data.mkdir()
        for name, text in files.items():
            (data / name).write_text(text)
            link = self.folder / name
            if not link.is_symlink():
                link.symlink_to(f"..data/{name}")
        link = self.folder / "..data_new"
        link.symlink_to(f"..{version}")
        link.rename(self.folder / "..data")

    def test_are_read_again_when_they_are_replaced(self):
        self.put(
            "1", **{"pitel.key": "11111111-2222", "pitel_exporter.yml": CONFIG}
        )
        exporter = self.network.start(
            "exporter", f"--volume={self.folder}:/etc/pitel_exporter:ro", IMAGE
        )
        url = f"http://{self.network.address(exporter)}:10748/metrics"
        wait_for(
            "refusal",
            lambda: re.search(
                r'failures_total\{.*operation="token",reason="unauthorized"\} [1-9]',
                get(url),
            ),
        )
        self.put("2", **{"pitel.key": API_KEY, "pitel_exporter.yml": CONFIG})
        wait_for(
            "successful poll",
            lambda: 'pitel_up{target="simulated"} 1' in get(url),
        )

    def test_of_files_with_targets_are_found(self):
        rest = CONFIG[CONFIG.index("targets:") + len("targets:") :]
        self.put(
            "1",
            **{
                "pitel.key": API_KEY,
                "pitel_exporter.yml": "target_files: [/etc/pitel_exporter/north*.yml]\n",
                "north-1.yml": rest,
            },
        )
        result = run(
            "docker",
            "run",
            "--rm",
            *HARDENED,
            f"--volume={self.folder}:/etc/pitel_exporter:ro",
            IMAGE,
            "--config.check",
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("simulated", result.stdout)


class Mistakes(unittest.TestCase):
    def start(self, *arguments):
        return run("docker", "run", "--rm", *HARDENED, *arguments)

    def test_a_missing_configuration_is_named(self):
        result = self.start(IMAGE)
        self.assertEqual(result.returncode, 1)
        self.assertIn("pitel_exporter.yml", result.stderr)

    def test_a_credential_that_only_root_reads_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            volume = write_folder(folder)
            (Path(folder) / "pitel.key").chmod(0o600)
            result = self.start(volume, IMAGE, "--config.check")
        self.assertEqual(result.returncode, 1)
        self.assertIn("pitel.key", result.stdout + result.stderr)

    def test_a_health_check_of_nothing_fails(self):
        result = self.start(IMAGE, "--healthcheck")
        self.assertEqual(result.returncode, 1)


class Sources(unittest.TestCase):
    def test_context_is_small(self):
        """The folders that the build sends to the engine."""
        lines = (ROOT / ".dockerignore").read_text().splitlines()
        rules = [line for line in lines if not line.startswith("#")]
        self.assertEqual(rules[0], "*")
        for rule in rules[1:]:
            self.assertTrue((ROOT / rule.removeprefix("!")).exists(), rule)


if __name__ == "__main__":
    unittest.main()
