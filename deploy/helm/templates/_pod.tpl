{{- /* What every container runs with. */}}
{{- define "activation.confined" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- /* What every pod runs with. The image's user is 1000. */}}
{{- define "activation.pod" -}}
automountServiceAccountToken: false
# Else each Service of the namespace would be a variable, and some look like ours.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
  {{- if .volume }}
  fsGroup: 1000
  # A second look at the files would open them to the group, and the console refuses accounts that are not its own alone.
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- end }}

{{- /* What instances of wizard or console have in common beside that. */}}
{{- define "activation.instance" -}}
{{ include "activation.pod" . }}
# It drains for 5 s, cuts off what still runs after 25 s, and ends after 30 s at most. No preStop: while it drains it answers.
terminationGracePeriodSeconds: 35
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "activation.selector" $ | nindent 8 }}
  {{- end }}
{{- if .root.Values.image.previous }}
initContainers:
  - name: assets-before
    image: {{ .root.Values.image.previous | quote }}
    command: [sh, -c, "cp /srv/public/assets/*.*.* /assets/"]
    resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { memory: 64Mi } }
    volumeMounts: [{ name: assets, mountPath: /assets }]
    {{- include "activation.confined" . | nindent 4 }}
  - name: assets
    image: {{ include "activation.image" .root | quote }}
    command: [sh, -c, "cp -r /srv/public/assets/. /assets/"]
    resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { memory: 64Mi } }
    volumeMounts: [{ name: assets, mountPath: /assets }]
    {{- include "activation.confined" . | nindent 4 }}
{{- end }}
{{- end }}

{{- /* A balancer must stop at the first 503 of /readyz; only an event loop that stands still is worth a restart. */}}
{{- define "activation.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: admin }
  periodSeconds: 1
  timeoutSeconds: 3
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /livez, port: admin }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: { path: /readyz, port: admin }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 1
{{- end }}

{{- define "activation.podAnnotations" -}}
checksum/files: {{ include (print .root.Template.BasePath "/files.yaml") .root | sha256sum }}
{{- if .root.Values.metrics.annotations }}
prometheus.io/scrape: "true"
prometheus.io/port: {{ .adminPort | quote }}
prometheus.io/path: /metrics
{{- end }}
{{- end }}

{{- define "activation.rollingUpdate" -}}
minReadySeconds: 5
strategy:
  type: RollingUpdate
  rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
selector:
  matchLabels:
    {{- include "activation.selector" . | nindent 4 }}
{{- end }}

{{- /* The Service and the disruption budget of an instance. */}}
{{- define "activation.reached" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "activation.metadata" . | nindent 2 }}
spec:
  selector:
    {{- include "activation.selector" . | nindent 4 }}
  ports:
    - { name: http, port: 80, targetPort: http }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "activation.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  # Those that are not ready serve nobody.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "activation.selector" . | nindent 6 }}
{{- end }}
