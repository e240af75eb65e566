{{- /* Labels of every object of the operator itself. */ -}}
{{- define "jaegerstack.labels" -}}
app.kubernetes.io/name: jaegerstack-operator
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: jaegerstack
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "jaegerstack.selector" -}}
app.kubernetes.io/name: jaegerstack-operator
app.kubernetes.io/component: operator
{{- end }}

{{- define "jaegerstack.version" -}}
{{ .Values.image.version | default .Chart.AppVersion }}
{{- end }}

{{- /* What the operator may do with stacks and their objects. Server-side apply needs create and patch. */ -}}
{{- define "jaegerstack.rules" -}}
- apiGroups: [jaegerstack.io]
  resources: [jaegerstacks]
  verbs: [list, watch]
- apiGroups: [jaegerstack.io]
  resources: [jaegerstacks/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [configmaps, serviceaccounts, services]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [apps]
  resources: [daemonsets, deployments]
  verbs: [create, delete, list, patch, watch]
# What is done to storages: the schema before collectors start, old indices from time to time.
- apiGroups: [batch]
  resources: [cronjobs, jobs]
  verbs: [create, delete, list, patch, watch]
# The volume of storage Local.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [create, delete, list, patch, watch]
# Why a pod does not run is read from the pod.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# Why a claim gets no volume is told by events alone.
- apiGroups: [""]
  resources: [events]
  verbs: [create, list, watch]
{{- end }}
