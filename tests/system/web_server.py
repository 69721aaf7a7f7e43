"""Certificates, passwords and clients for the tests of the own web server."""

import ctypes
import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness import BOUND_SECONDS, SystemTest, target

_LIBCRYPT = ctypes.CDLL("libcrypt.so.1")
_LIBCRYPT.crypt.restype = ctypes.c_char_p

HEALTHY = "/-/healthy"


def bcrypt(password, cost=4, prefix="$2b$"):
    """A hash of the password; all prefixes mean the same."""
    setting = f"$2b${cost:02}$abcdefghijklmnopqrstuu"
    hashed = _LIBCRYPT.crypt(password.encode(), setting.encode()).decode()
    return prefix + hashed[len(prefix) :]


def run(*command, **keys):
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=BOUND_SECONDS,
        check=False,
        **{"stdin": subprocess.DEVNULL, **keys},
    )


def openssl(*arguments):
    result = run("openssl", *arguments)
    if result.returncode != 0:
        raise AssertionError(f"openssl {arguments}: {result.stderr}")


class Authority:
    """A certificate authority with its files in `folder`."""

    def __init__(self, folder, name):
        self._folder = folder
        self.certificate = folder / f"{name}.crt"
        self._key = folder / f"{name}.key"
        self._make(self.certificate, self._key, name, "ec", ())

    def issue(self, name, *names, kind="ec"):
        """The files of a certificate for `names`, and of its key."""
        files = (self._folder / f"{name}.crt", self._folder / f"{name}.key")
        signed_by_this = ("-CA", self.certificate, "-CAkey", self._key)
        names = names or ("DNS:localhost", "IP:127.0.0.1")
        extension = ("-addext", "subjectAltName=" + ",".join(names))
        leaf = ("-addext", "basicConstraints=CA:FALSE")
        self._make(*files, name, kind, (*signed_by_this, *extension, *leaf))
        return files

    @staticmethod
    def _make(certificate, key, name, kind, more):
        curve = ("-pkeyopt", "ec_paramgen_curve:P-256") if kind == "ec" else ()
        openssl(
            *("req", "-x509", "-newkey", kind, *curve, "-nodes", "-days", "2"),
            *("-subj", f"/CN={name}", "-keyout", key, "-out", certificate),
            *more,
        )


@dataclass
class Reply:
    """What curl says; without a response the status is 0."""

    status: int
    headers: str
    body: str
    error: str


class WebTest(SystemTest):
    """Runs exporters with web configurations."""

    @classmethod
    def setUpClass(cls):
        # One set of certificates for all tests of a class: keys take time.
        folder = tempfile.TemporaryDirectory(prefix="pitel_system_")
        cls.addClassCleanup(folder.cleanup)
        cls.files = Path(folder.name)
        cls.authority = Authority(cls.files, "authority")
        cls.certificate, cls.key = cls.authority.issue(
            "server", kind="rsa:2048"
        )

    def tls(self, **keys):
        """`tls_server_config` with the certificate of the class."""
        return {
            "cert_file": str(self.certificate),
            "key_file": str(self.key),
            **keys,
        }

    def web_file(self, config):
        """A file with the configuration: text, or keys and values."""
        path = self.folder() / "web.yml"
        path.write_text(
            config if isinstance(config, str) else json.dumps(config)
        )
        return path

    def serve(self, config, *flags, **keys):
        """An exporter with this web configuration; its URL has the scheme."""
        path = self.web_file(config)
        exporter = self.exporter(
            [target("t1", "http://127.0.0.1:1")],
            f"--web.config.file={path}",
            *flags,
            **keys,
        )
        exporter.web_file = path
        if "serving over TLS" in exporter.stderr:
            exporter.url = exporter.url.replace("http", "https")
        return exporter

    def curl(self, exporter, path="/metrics", *flags):
        result = run(
            *("curl", "--silent", "--show-error", "--include", "--http1.1"),
            *("--cacert", self.authority.certificate, *flags),
            *("--write-out", "\n%{http_code}", exporter.url + path),
        )
        response, _, status = result.stdout.rpartition("\n")
        headers, _, body = response.partition("\n\n")
        return Reply(int(status), headers, body, result.stderr)

    def status(self, exporter, path="/metrics", *flags):
        return self.curl(exporter, path, *flags).status

    def handshake(self, exporter, *flags):
        """What OpenSSL's client reads from /-/healthy; "" if refused."""
        address = exporter.url.partition("//")[2]
        result = run(
            *("openssl", "s_client", "-quiet", "-connect", address),
            *("-CAfile", self.authority.certificate, *flags),
            stdin=None,
            input=f"GET {HEALTHY} HTTP/1.1\r\nHost: x\r\n"
            "Connection: close\r\n\r\n",
        )
        return result.stdout

    def lets_in(self, exporter, *flags):
        answer = self.handshake(exporter, *flags)
        if answer:
            self.assertRegex(answer, r"(?s)^HTTP/1\.1 200 OK.*Healthy\n$")
        return answer != ""

    def problems(self, config):
        """What --config.check and a start say of a broken web file."""
        path = self.web_file(config)
        targets = json.dumps({"targets": [target("t1", "http://127.0.0.1:1")]})
        flags = (
            f"--config.file={self.config_file(targets)}",
            f"--web.config.file={path}",
            "--web.listen-address=127.0.0.1:0",
        )
        check = self.run_exporter(*flags, "--config.check")
        start = self.run_exporter(*flags)
        for result in (check, start):
            self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(check.stderr, start.stderr)
        self.assertRegex(check.stderr, rf"^{re.escape(str(path))}:\d+:\d+: ")
        return check.stderr
