"""Values that the schema refuses, and what it says."""

import unittest

from chart import EXAMPLES, OLDEST, run, template, template_values, values

TARGET = {"name": "a", "url": "https://a.example.com", "api_key_file": "/a"}


def with_target(**keys):
    target = {**TARGET, **keys}
    kept = {key: value for key, value in target.items() if value is not None}
    return {"config": {"targets": [kept]}}


REFUSED = {
    "no image": ({"image": {"repository": ""}}, "/image/repository"),
    "a tag inside the repository and spaces": (
        {"image": {"repository": "a b"}},
        "/image/repository",
    ),
    "a short digest": ({"image": {"digest": "sha256:ab"}}, "/image/digest"),
    "an unknown pull policy": (
        {"image": {"pullPolicy": "Often"}},
        "/image/pullPolicy",
    ),
    "an unknown value": ({"replicas": 2}, "'replicas'"),
    "an unknown nested value": ({"web": {"tsl": True}}, "'tsl'"),
    "no shards": ({"shards": 0}, "/shards"),
    "too many shards": ({"shards": 1001}, "/shards"),
    "half a shard": ({"shards": 1.5}, "/shards"),
    "text instead of a boolean": ({"web": {"tls": "yes"}}, "/web/tls"),
    "an argument that is no flag": ({"extraArgs": ["once"]}, "/extraArgs/0"),
    "a port out of range": ({"service": {"port": 70000}}, "/service/port"),
    "a scrape interval without a unit": (
        {"serviceMonitor": {"interval": "10"}},
        "/serviceMonitor/interval",
    ),
    "an unknown log level": ({"log": {"level": "trace"}}, "/log/level"),
    "a secret whose name is none": ({"secrets": ["A_b"]}, "/secrets/0"),
    "a secret twice": ({"secrets": ["a", "a"]}, "/secrets"),
    "root": ({"user": 0}, "/user"),
    "a link that is none": (
        {"prometheusRule": {"dashboardsUrl": "grafana"}},
        "/prometheusRule/dashboardsUrl",
    ),
    "a number as an annotation": (
        {"podAnnotations": {"a": 1}},
        "/podAnnotations/a",
    ),
    "no port of the API": (
        {"networkPolicy": {"egress": {"ports": []}}},
        "/networkPolicy/egress/ports",
    ),
    "a credential in the configuration": (
        with_target(api_key="abc"),
        "'api_key'",
    ),
    "headers in the configuration": (
        with_target(headers={"X-Key": "abc"}),
        "'headers'",
    ),
    "a password in the address of a proxy": (
        with_target(proxy_url="http://user:password@proxy"),
        "/proxy_url",
    ),
    "a target without a credential": (
        with_target(api_key_file=None),
        "'oneOf' failed",
    ),
    "a target with two credentials": (
        with_target(bearer_token_file="/b"),
        "'oneOf' failed",
    ),
    "a target without a name": (with_target(name=None), "'name'"),
    "an address without a scheme": (with_target(url="a.example.com"), "/url"),
    "a misspelt key of a target": (with_target(timezon="+07:00"), "'timezon'"),
    "a misspelt key of the configuration": (
        {"config": {"pol": {"interval": "10s"}}},
        "'pol'",
    ),
    "a duration without a unit": (
        {"config": {"poll": {"interval": "10"}}},
        "/config/poll/interval",
    ),
    "an unknown way to tell callers": (
        {"config": {"calls": {"caller_key": "name"}}},
        "/config/calls/caller_key",
    ),
    "no targets": ({"config": {"targets": []}}, "/config"),
}


class Values(unittest.TestCase):
    def test_that_are_wrong_are_refused(self):
        for name, (given, message) in REFUSED.items():
            with self.subTest(name):
                result = template_values(given)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn("don't meet the specifications", result.stderr)
                self.assertIn(message, result.stderr)

    def test_of_the_examples_are_taken(self):
        for file in EXAMPLES:
            with self.subTest(file.name):
                result = template("--values", file)
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_alone_are_not_enough(self):
        """The image and the targets have no default."""
        self.assertEqual(values()["image"]["repository"], "")
        self.assertIn("/image/repository", template().stderr)

    def test_an_older_kubernetes_is_refused(self):
        result = template("--values", EXAMPLES[0], version="1.27.16")
        self.assertIn("incompatible with Kubernetes", result.stderr)
        result = template("--values", EXAMPLES[0], version=OLDEST)
        self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    unittest.main()
