{{- define "activation.console.container" -}}
image: {{ include "activation.image" . | quote }}
env:
  - { name: HOST, value: 0.0.0.0 }
  - { name: AGENT_PORT, value: "3001" }
  - { name: ADMIN_HOST, value: 0.0.0.0 }
  - { name: ADMIN_PORT, value: "9465" }
  {{- include "activation.settings" .Values.settings | trim | nindent 2 }}
  {{- include "activation.settings" .Values.console.settings | trim | nindent 2 }}
  {{- $names := list "AGENT_SESSION_KEYS" "LIVE_VIEW_KEYS" "REDIS_URL" }}
  {{- $optional := list "AGENT_OIDC_CLIENT_SECRET" }}
  {{- include "activation.secrets" (dict "secret" .Values.console.secret "names" $names "optional" $optional) | trim | nindent 2 }}
  {{- if .Values.console.accounts.claim }}
  - { name: AGENT_ACCOUNTS_FILE, value: /srv/accounts/accounts.json }
  {{- end }}
  {{- include "activation.files.env" . | trim | nindent 2 }}
resources: {{ toJson .Values.console.resources }}
volumeMounts:
  {{- include "activation.files.mounts" . | trim | nindent 2 }}
  {{- if .Values.console.accounts.claim }}
  - { name: accounts, mountPath: /srv/accounts }
  {{- end }}
{{ include "activation.confined" . }}
{{- end }}

{{- define "activation.console.volumes" }}
{{- include "activation.files.volumes" . }}
{{- with .Values.console.accounts.claim }}
- name: accounts
  persistentVolumeClaim: { claimName: {{ . | quote }} }
{{- end }}
{{- end }}
