{{- define "activation.wizard.container" -}}
image: {{ include "activation.image" . | quote }}
env:
  - { name: HOST, value: 0.0.0.0 }
  - { name: PORT, value: "3000" }
  - { name: ADMIN_HOST, value: 0.0.0.0 }
  - { name: ADMIN_PORT, value: "9464" }
  {{- include "activation.settings" .Values.settings | trim | nindent 2 }}
  {{- include "activation.settings" .Values.wizard.settings | trim | nindent 2 }}
  {{- $names := list "SESSION_KEYS" "ENCRYPTION_KEYS" "HMAC_KEYS" "LIVE_VIEW_KEYS" "REDIS_URL" "MEMBER_API_TOKEN" "SMTP_URL" }}
  {{- $optional := list "TWILIO_AUTH_TOKEN" "SMS_GATEWAY_SECRET" "RECAPTCHA_SECRET_KEY" }}
  {{- include "activation.secrets" (dict "secret" .Values.wizard.secret "names" $names "optional" $optional) | trim | nindent 2 }}
  {{- if .Values.wizard.smsGateway }}
  - { name: SMS_GATEWAY, value: http }
  - { name: SMS_GATEWAY_FILE, value: /etc/wizard/sms-gateway.json }
  {{- end }}
  {{- include "activation.files.env" . | trim | nindent 2 }}
resources: {{ toJson .Values.wizard.resources }}
volumeMounts:
  {{- include "activation.files.mounts" . | trim | nindent 2 }}
{{ include "activation.confined" . }}
{{- end }}

{{- define "activation.wizard.volumes" }}
{{- include "activation.files.volumes" . }}
{{- end }}
