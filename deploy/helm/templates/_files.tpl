{{- define "activation.files.env" }}
{{- if .Values.limits }}
- name: LIMITS_FILE
  value: /etc/wizard/limits.json
{{- end }}
{{- if .Values.privateCa.configMap }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/wizard-ca/ca.pem
{{- end }}
{{- end }}

{{- define "activation.files.mounts" }}
- { name: files, mountPath: /etc/wizard, readOnly: true }
{{- if .Values.organisation }}
- name: files
  mountPath: /srv/config/organisations/{{ required "settings.ORGANISATION must name the insurer of this file" .Values.settings.ORGANISATION }}.json
  subPath: organisation.json
  readOnly: true
{{- end }}
{{- if .Values.privateCa.configMap }}
- { name: private-ca, mountPath: /etc/wizard-ca, readOnly: true }
{{- end }}
{{- if .Values.image.previous }}
- { name: assets, mountPath: /srv/public/assets, readOnly: true }
{{- end }}
{{- end }}

{{- define "activation.files.volumes" }}
- name: files
  configMap: { name: {{ include "activation.name" (dict "root" . "part" "files") }} }
{{- with .Values.privateCa }}
{{- if .configMap }}
- name: private-ca
  configMap: { name: {{ .configMap | quote }}, items: [{ key: {{ .key | quote }}, path: ca.pem }] }
{{- end }}
{{- end }}
{{- if .Values.image.previous }}
- name: assets
  emptyDir: { sizeLimit: 64Mi }
{{- end }}
{{- end }}
