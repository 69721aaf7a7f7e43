"""What the templates make of values."""

import unittest

import yaml
from chart import CHART, ROOT, example, of_kind, render, template


def pod(objects):
    return of_kind(objects, "StatefulSet")[0]["spec"]["template"]


def container(objects):
    return pod(objects)["spec"]["containers"][0]


def arguments(objects):
    return container(objects)["args"]


def mounts(objects):
    """The volumes of the exporter by their path."""
    volumes = {
        volume["name"]: volume for volume in pod(objects)["spec"]["volumes"]
    }
    return {
        mount["mountPath"]: (volumes[mount["name"]], mount)
        for mount in container(objects)["volumeMounts"]
    }


class Shards(unittest.TestCase):
    def test_are_pods_that_know_their_index(self):
        objects = example("shards")
        (workload,) = of_kind(objects, "StatefulSet")
        self.assertEqual(workload["spec"]["replicas"], 3)
        self.assertIn("--shard=$(POD_INDEX)/3", arguments(objects))
        self.assertEqual(
            container(objects)["env"],
            [
                {
                    "name": "POD_INDEX",
                    "valueFrom": {
                        "fieldRef": {
                            "fieldPath": "metadata.labels['apps.kubernetes.io/pod-index']",
                        }
                    },
                }
            ],
        )

    def test_start_together(self):
        (workload,) = of_kind(example("shards"), "StatefulSet")
        self.assertEqual(workload["spec"]["podManagementPolicy"], "Parallel")

    def test_are_one_by_default(self):
        self.assertIn("--shard=$(POD_INDEX)/1", arguments(render({})))

    def test_have_a_headless_service_that_selects_them(self):
        objects = example("shards")
        (service,) = of_kind(objects, "Service")
        (workload,) = of_kind(objects, "StatefulSet")
        self.assertEqual(service["spec"]["clusterIP"], "None")
        self.assertEqual(
            workload["spec"]["serviceName"], service["metadata"]["name"]
        )
        labels = pod(objects)["metadata"]["labels"]
        selector = service["spec"]["selector"]
        self.assertEqual(selector, workload["spec"]["selector"]["matchLabels"])
        self.assertLessEqual(selector.items(), labels.items())

    def test_are_asked_one_by_one_by_helm_test(self):
        test = example("shards")["Pod", "pitel-pitel-exporter-healthy"]
        self.assertEqual(
            [each["args"] for each in test["spec"]["containers"]],
            [
                [
                    f"--healthcheck=http://pitel-pitel-exporter-{index}"
                    ".pitel-pitel-exporter.telephony.svc:10748"
                ]
                for index in range(3)
            ],
        )
        (service,) = of_kind(example("shards"), "Service")
        self.assertFalse(
            service["spec"]["selector"].items()
            <= test["metadata"]["labels"].items()
        )

    def test_are_asked_over_tls_by_helm_test(self):
        test = example("web-tls")["Pod", "pitel-pitel-exporter-healthy"]
        (asking,) = test["spec"]["containers"]
        self.assertEqual(
            asking["args"],
            [
                "--healthcheck=https://pitel-pitel-exporter-0"
                ".pitel-pitel-exporter.telephony.svc:10748"
            ],
        )

    def test_that_need_a_certificate_are_not_asked(self):
        objects = example("web-client-certificates")
        self.assertNotIn(("Pod", "pitel-pitel-exporter-healthy"), objects)


class Configuration(unittest.TestCase):
    def config(self, objects):
        (config,) = [thing for thing in of_kind(objects, "ConfigMap")]
        return yaml.safe_load(config["data"]["pitel_exporter.yml"])

    def checksum(self, **given):
        return pod(render(given))["metadata"]["annotations"].get(
            "checksum/config"
        )

    def test_is_what_the_values_say(self):
        objects = example("every-option")
        given = yaml.safe_load(
            (CHART / "ci/every-option-values.yaml").read_text()
        )
        self.assertEqual(self.config(objects), given["config"])

    def test_is_mounted_as_a_directory(self):
        objects = example("minimal")
        self.assertIn(
            "--config.file=/etc/pitel_exporter/config/pitel_exporter.yml",
            arguments(objects),
        )
        for objects in (example("target-config-maps"), example("web-tls")):
            for _, mount in mounts(objects).values():
                self.assertNotIn("subPath", mount)
                self.assertTrue(mount["readOnly"])

    def test_that_changes_restarts_the_pods(self):
        before = self.checksum()
        self.assertEqual(before, self.checksum(podLabels={"a": "b"}))
        self.assertNotEqual(
            before, self.checksum(config={"calls": {"grace": "40s"}})
        )

    def test_that_changes_can_leave_the_pods_alone(self):
        self.assertIsNone(self.checksum(restartOnChange=False))

    def test_names_the_files_of_config_maps_with_targets(self):
        objects = example("target-config-maps")
        self.assertEqual(
            self.config(objects)["target_files"],
            [
                "/etc/pitel_exporter/config/more.yml",
                "/etc/pitel_exporter/targets/north/*.yml",
                "/etc/pitel_exporter/targets/south/*.yml",
            ],
        )
        volume, _ = mounts(objects)["/etc/pitel_exporter/targets/north"]
        self.assertEqual(volume["configMap"]["name"], "north")

    def test_can_be_a_secret(self):
        objects = example("config-secret")
        self.assertEqual(of_kind(objects, "ConfigMap"), [])
        volume, _ = mounts(objects)["/etc/pitel_exporter/config"]
        self.assertEqual(
            volume["secret"],
            {"secretName": "pitel-config", "defaultMode": 0o440},
        )


class Secrets(unittest.TestCase):
    def test_are_directories_that_only_the_group_reads(self):
        objects = example("target-config-maps")
        for name in ("pitel-api-keys", "other-keys"):
            volume, _ = mounts(objects)[f"/etc/pitel_exporter/secrets/{name}"]
            self.assertEqual(
                volume["secret"], {"secretName": name, "defaultMode": 0o440}
            )
        self.assertEqual(
            pod(objects)["spec"]["securityContext"]["fsGroup"], 65532
        )

    def test_are_not_in_the_environment(self):
        for name in ("shards", "web-tls", "every-option"):
            names = [entry["name"] for entry in container(example(name))["env"]]
            self.assertEqual(names, ["POD_INDEX"])


class Rights(unittest.TestCase):
    """Beyond the standard `restricted`, which standards_test.py checks."""

    def test_are_none(self):
        for name in ("minimal", "assigned-user"):
            objects = example(name)
            test = objects["Pod", "pitel-pitel-exporter-healthy"]["spec"]
            for each in (container(objects), *test["containers"]):
                self.assertEqual(
                    each["securityContext"],
                    {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]},
                    },
                )

    def test_are_those_of_the_user_of_the_image(self):
        context = pod(example("minimal"))["spec"]["securityContext"]
        dockerfile = (ROOT / "deploy/container/Dockerfile").read_text()
        user, group = context["runAsUser"], context["runAsGroup"]
        self.assertIn(f"\nUSER {user}:{group}\n", dockerfile)


class Web(unittest.TestCase):
    def probes(self, objects):
        return [
            container(objects)[f"{name}Probe"]
            for name in ("liveness", "readiness")
        ]

    def test_is_plain_by_default(self):
        objects = example("minimal")
        self.assertFalse(
            [a for a in arguments(objects) if a.startswith("--web")]
        )
        self.assertEqual(
            [probe["httpGet"] for probe in self.probes(objects)],
            [
                {"path": path, "port": "http", "scheme": "HTTP"}
                for path in ("/-/healthy", "/-/ready")
            ],
        )

    def test_file_comes_from_a_secret(self):
        objects = example("web-tls")
        self.assertIn(
            "--web.config.file=/etc/pitel_exporter/web/web.yml",
            arguments(objects),
        )
        volume, _ = mounts(objects)["/etc/pitel_exporter/web"]
        self.assertEqual(volume["secret"]["secretName"], "pitel-web")

    def test_tls_is_known_to_probes_and_prometheus(self):
        objects = example("web-tls")
        for probe in self.probes(objects):
            self.assertEqual(probe["httpGet"]["scheme"], "HTTPS")
        (monitor,) = of_kind(objects, "ServiceMonitor")
        (endpoint,) = monitor["spec"]["endpoints"]
        self.assertEqual(endpoint["scheme"], "https")
        self.assertEqual(
            endpoint["basicAuth"]["username"]["name"], "pitel-scrape"
        )
        self.assertEqual(
            endpoint["tlsConfig"]["ca"]["secret"]["name"], "pitel-ca"
        )

    def test_probes_have_no_client_certificate(self):
        for probe in self.probes(example("web-client-certificates")):
            self.assertEqual(probe["tcpSocket"], {"port": "http"})
            self.assertNotIn("httpGet", probe)

    def test_can_reload(self):
        objects = example("reload")
        self.assertIn("--web.enable-lifecycle", arguments(objects))
        self.assertEqual(len(pod(objects)["spec"]["containers"]), 2)


class Operator(unittest.TestCase):
    def test_finds_nothing_by_default(self):
        objects = example("minimal")
        kinds = {kind for kind, _ in objects}
        self.assertFalse(kinds & {"ServiceMonitor", "PrometheusRule"})

    def test_scrapes_the_job_of_the_rules(self):
        (monitor,) = of_kind(example("operator"), "ServiceMonitor")
        self.assertEqual(monitor["metadata"]["labels"]["release"], "prometheus")
        (endpoint,) = monitor["spec"]["endpoints"]
        self.assertEqual(endpoint["interval"], "15s")
        self.assertEqual(
            endpoint["relabelings"],
            [
                {"targetLabel": "job", "replacement": "pitel"},
                {
                    "sourceLabels": ["__meta_kubernetes_pod_name"],
                    "targetLabel": "instance",
                },
                {"targetLabel": "cluster", "replacement": "hcm"},
            ],
        )
        (service,) = of_kind(example("operator"), "Service")
        self.assertLessEqual(
            monitor["spec"]["selector"]["matchLabels"].items(),
            service["metadata"]["labels"].items(),
        )
        self.assertIn(
            endpoint["port"], [p["name"] for p in service["spec"]["ports"]]
        )

    def rules(self, objects):
        return {
            name.rpartition("-")[2]: thing["spec"]
            for (kind, name), thing in objects.items()
            if kind == "PrometheusRule"
        }

    def test_gets_the_rules_of_the_mixin(self):
        rules = self.rules(render({"prometheusRule": {"enabled": True}}))
        self.assertEqual(set(rules), {"alerts", "recording"})
        for name, spec in rules.items():
            with open(ROOT / f"deploy/prometheus/rules/{name}.yml") as file:
                self.assertEqual(spec, yaml.safe_load(file))

    def test_gets_links_of_your_own(self):
        text = str(self.rules(example("operator"))["alerts"])
        self.assertIn("'https://grafana.example.org/d/pitel-tenant?", text)
        self.assertIn("'https://wiki.example.org/pitel/runbooks", text)
        self.assertNotIn("example.com", text)


class Dashboards(unittest.TestCase):
    def test_are_those_of_the_mixin(self):
        objects = example("operator")
        found = {}
        for config in of_kind(objects, "ConfigMap"):
            if "grafana_dashboard" in config["metadata"]["labels"]:
                self.assertEqual(
                    config["metadata"]["annotations"],
                    {"grafana_folder": "Pitel"},
                )
                found.update(config["data"])
        self.assertEqual(len(found), 6)
        for name, text in found.items():
            with open(ROOT / f"grafana/dashboards/{name}") as file:
                self.assertEqual(text, file.read().rstrip("\n"))


class Network(unittest.TestCase):
    def policy(self, name):
        (policy,) = of_kind(example(name), "NetworkPolicy")
        return policy["spec"]

    def test_lets_in_prometheus_and_helm_test(self):
        policy = self.policy("network-policy")
        (rule,) = policy["ingress"]
        self.assertEqual(rule["ports"], [{"port": "http"}])
        test, prometheus = rule["from"]
        pods = example("network-policy")["Pod", "pitel-pitel-exporter-healthy"]
        self.assertLessEqual(
            test["podSelector"]["matchLabels"].items(),
            pods["metadata"]["labels"].items(),
        )
        self.assertIn("namespaceSelector", prometheus)

    def test_lets_out_dns_and_the_api(self):
        policy = self.policy("network-policy")
        self.assertEqual(policy["policyTypes"], ["Ingress", "Egress"])
        dns, api = policy["egress"]
        self.assertEqual([port["port"] for port in dns["ports"]], [53, 53])
        self.assertEqual(api["ports"], [{"port": 443}, {"port": 8443}])
        self.assertEqual(api["to"], [{"ipBlock": {"cidr": "203.0.113.0/24"}}])

    def test_lets_out_everything_unless_asked(self):
        policy = self.policy("network-policy-ingress")
        self.assertEqual(policy["policyTypes"], ["Ingress"])
        self.assertNotIn("egress", policy)


class Placement(unittest.TestCase):
    def test_is_passed_on(self):
        spec = pod(example("placement"))["spec"]
        self.assertEqual(spec["nodeSelector"], {"kubernetes.io/arch": "amd64"})
        self.assertEqual(spec["tolerations"][0]["key"], "dedicated")
        self.assertIn("nodeAffinity", spec["affinity"])
        self.assertEqual(spec["priorityClassName"], "monitoring")
        (constraint,) = spec["topologySpreadConstraints"]
        self.assertEqual(
            constraint["topologyKey"], "topology.kubernetes.io/zone"
        )
        self.assertEqual(
            constraint["labelSelector"]["matchLabels"][
                "app.kubernetes.io/instance"
            ],
            "pitel",
        )

    def test_spreads_over_nodes_by_default(self):
        (constraint,) = pod(render({}))["spec"]["topologySpreadConstraints"]
        self.assertEqual(constraint["topologyKey"], "kubernetes.io/hostname")
        self.assertIn("labelSelector", constraint)

    def test_disruptions_are_limited(self):
        (budget,) = of_kind(example("shards"), "PodDisruptionBudget")
        self.assertEqual(budget["spec"]["maxUnavailable"], 2)
        self.assertEqual(of_kind(example("names"), "PodDisruptionBudget"), [])


class Identity(unittest.TestCase):
    def test_image_has_the_version_of_the_chart(self):
        self.assertRegex(
            container(example("minimal"))["image"],
            r"^registry\.example\.com/pitel_exporter:\d+\.\d+\.\d+$",
        )

    def test_image_can_be_a_digest(self):
        objects = example("registry")
        self.assertEqual(
            container(objects)["image"],
            "registry.example.com:5000/team/pitel_exporter:0.1.0-2@sha256:"
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        )
        self.assertEqual(
            pod(objects)["spec"]["imagePullSecrets"], [{"name": "registry"}]
        )

    def test_token_is_never_mounted(self):
        for name in ("minimal", "names", "service-account"):
            objects = example(name)
            self.assertIs(
                pod(objects)["spec"]["automountServiceAccountToken"], False
            )
            for account in of_kind(objects, "ServiceAccount"):
                self.assertIs(account["automountServiceAccountToken"], False)

    def test_account_can_be_chosen(self):
        for name, created in (("names", 0), ("service-account", 1)):
            objects = example(name)
            self.assertEqual(
                pod(objects)["spec"]["serviceAccountName"], "telephony"
            )
            self.assertEqual(len(of_kind(objects, "ServiceAccount")), created)

    def test_user_can_be_assigned_by_the_cluster(self):
        context = pod(example("assigned-user"))["spec"]["securityContext"]
        self.assertEqual(
            context,
            {
                "runAsNonRoot": True,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        )

    def test_names_can_be_chosen(self):
        objects = example("names")
        (workload,) = of_kind(objects, "StatefulSet")
        self.assertEqual(workload["metadata"]["name"], "pbx-calls")
        labels = pod(objects)["metadata"]["labels"]
        self.assertEqual(labels["app.kubernetes.io/name"], "calls")
        self.assertEqual(labels["example.com/tier"], "monitoring")

    def test_long_names_leave_room_for_ordinals(self):
        result = template(
            "--values",
            CHART / "ci/minimal-values.yaml",
            release="r" * 53,
        )
        names = [
            thing["metadata"]["name"]
            for thing in yaml.safe_load_all(result.stdout)
            if thing
        ]
        self.assertLessEqual(len(max(names, key=len)), 63, names)

    def test_labels_of_pods_cannot_replace_selectors(self):
        label = "app.kubernetes.io/instance"
        labels = pod(render({"podLabels": {label: "other"}}))["metadata"][
            "labels"
        ]
        self.assertEqual(labels[label], "pitel")


if __name__ == "__main__":
    unittest.main()
