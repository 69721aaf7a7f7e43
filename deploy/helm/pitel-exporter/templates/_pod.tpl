{{/* What the standard `restricted` for pods demands, and a user for it. */}}
{{- define "pitel-exporter.podSecurityContext" -}}
runAsNonRoot: true
{{- with .Values.user }}
runAsUser: {{ int . }}
runAsGroup: {{ int . }}
fsGroup: {{ int . }}
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "pitel-exporter.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The kubelet has no client certificate, but a connection shows something. */}}
{{- define "pitel-exporter.probe" -}}
{{- if .root.Values.web.requiresClientCertificate -}}
tcpSocket:
  port: http
{{- else -}}
httpGet:
  path: {{ .path }}
  port: http
  scheme: {{ ternary "HTTPS" "HTTP" .root.Values.web.tls }}
{{- end }}
{{- end }}

{{/* The configuration, with the files of targetConfigMaps. */}}
{{- define "pitel-exporter.config" -}}
{{- $config := deepCopy .Values.config }}
{{- $files := $config.target_files | default list }}
{{- range .Values.targetConfigMaps }}
{{- $files = append $files (printf "/etc/pitel_exporter/targets/%s/*.yml" .) }}
{{- end }}
{{- if $files }}
{{- $_ := set $config "target_files" $files }}
{{- end }}
{{- toYaml $config }}
{{- end }}
