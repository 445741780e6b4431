{{- /* Variables as they are given. */}}
{{- define "activation.settings" }}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{- /* Variables from keys of the same names in a Secret; the start of the service says which of the optional ones it needs. */}}
{{- define "activation.secrets" }}
{{- range .names }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.secret | quote }}, key: {{ . }} } }
{{- end }}
{{- range .optional }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.secret | quote }}, key: {{ . }}, optional: true } }
{{- end }}
{{- end }}
