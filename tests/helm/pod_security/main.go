// Checks pods by the Pod Security Standard `restricted`, with the code of the
// admission controller. It reads Kubernetes objects as YAML from standard input,
// prints what is wrong with their pods, and exits 1 if anything is.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	sigsyaml "sigs.k8s.io/yaml"
)

type pod struct {
	name string
	meta *metav1.ObjectMeta
	spec *corev1.PodSpec
}

// readPod returns the pod that an object is or makes; nil if it makes none.
func readPod(document []byte) (*pod, error) {
	var kind metav1.TypeMeta
	if err := sigsyaml.Unmarshal(document, &kind); err != nil {
		return nil, err
	}
	switch kind.Kind {
	case "Pod":
		var object corev1.Pod
		err := sigsyaml.UnmarshalStrict(document, &object)
		return &pod{object.Name, &object.ObjectMeta, &object.Spec}, err
	case "StatefulSet":
		var object appsv1.StatefulSet
		err := sigsyaml.UnmarshalStrict(document, &object)
		template := &object.Spec.Template
		return &pod{object.Name, &template.ObjectMeta, &template.Spec}, err
	case "Deployment", "DaemonSet", "Job", "CronJob", "ReplicaSet":
		return nil, fmt.Errorf("a %s is not looked into", kind.Kind)
	}
	return nil, nil
}

func check(input io.Reader) (pods int, violations []string, err error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return 0, nil, err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	documents := yaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return pods, violations, nil
		}
		if err != nil {
			return pods, violations, err
		}
		found, err := readPod(document)
		if err != nil {
			return pods, violations, err
		}
		if found == nil {
			continue
		}
		pods++
		for _, result := range evaluator.EvaluatePod(restricted, found.meta, found.spec) {
			if !result.Allowed {
				violations = append(violations, fmt.Sprintf("%s: %s: %s", found.name,
					result.ForbiddenReason, result.ForbiddenDetail))
			}
		}
	}
}

func main() {
	pods, violations, err := check(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
	for _, violation := range violations {
		fmt.Println(violation)
	}
	fmt.Printf("%d pods, %d violations\n", pods, len(violations))
	if pods == 0 || len(violations) > 0 {
		os.Exit(1)
	}
}
