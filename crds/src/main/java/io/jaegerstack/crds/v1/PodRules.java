package io.jaegerstack.crds.v1;

/// CEL rules that several components share. Options are the flags of the component's process, so a
/// key must look like one of Jaeger's flags, and flags that the operator computes, or that would
/// put a password into a pod's arguments, are refused with the field to use instead.
final class PodRules {
  static final String OPTION_KEYS =
      "!has(self.options) || self.options.all(k, size(k) <= 100 && k.matches('^[a-z0-9]+([.-][a-z0-9]+)*$'))";
  static final String OPTION_KEYS_MESSAGE =
      "options has a key that is no flag, expected a flag of the component without leading dashes, such as log-level";

  static final String NO_OWN_PORTS =
      "!has(self.options) || self.options.all(k, k == 'collector.zipkin.host-port'"
          + " || !(k.endsWith('host-port') || k == 'collector.port'))";
  static final String NO_OWN_PORTS_MESSAGE =
      "options has collector.port or a key ending in host-port, expected no addresses there but"
          + " collector.zipkin.host-port: the ports are Jaeger's and the Services point at them; for the metrics port use"
          + " spec.monitoring.prometheus.scrapePort";

  static final String NO_COMPUTED_FLAGS =
      "!has(self.options) || self.options.all(k, !(k in ['sampling.strategies-file', 'query.ui-config',"
          + " 'span-storage.type', 'admin.http.host-port', 'reporter.type', 'reporter.grpc.host-port',"
          + " 'agent.succession', 'agent.probe.host-port', 'reporter.relay.host-port', 'reporter.spill.directory',"
          + " 'reporter.spill.max-bytes',"
          + " 'memory.max-bytes', 'es.index-prefix', 'es.index-date-separator', 'es.num-shards', 'es.num-replicas',"
          + " 'query.base-path']))";
  static final String NO_COMPUTED_FLAGS_MESSAGE =
      "options has a key that the operator computes, expected spec.sampling for sampling.strategies-file, spec.ui for"
          + " query.ui-config, spec.storage.type for span-storage.type, spec.storage.memory.maxBytes for memory.max-bytes,"
          + " spec.storage.elasticsearch.indexPrefix for es.index-prefix,"
          + " spec.storage.elasticsearch.indexDateSeparator for es.index-date-separator,"
          + " spec.storage.elasticsearch.shards for es.num-shards,"
          + " spec.storage.elasticsearch.replicas for es.num-replicas, spec.query.ingress.path for query.base-path,"
          + " spec.agent.update for agent.succession and agent.probe.host-port, spec.agent.spill for reporter.spill.*,"
          + " and reporter.* addresses left to the operator";

  static final String NO_CREDENTIALS =
      "!has(self.options) || self.options.all(k, !(k in ['es.username', 'es.password', 'es.server-urls']))";
  static final String NO_CREDENTIALS_MESSAGE =
      "options has es.username, es.password or es.server-urls, expected spec.storage.elasticsearch.secretName for"
          + " credentials and spec.storage.elasticsearch.urls for addresses";

  static final String NO_STORAGE_FLAGS =
      "!has(self.options) || self.options.all(k, !(k in ['local.directory', 'local.max-age', 'local.max-bytes',"
          + " 'cassandra.servers', 'cassandra.port', 'cassandra.keyspace', 'cassandra.local-dc', 'cassandra.username',"
          + " 'cassandra.password', 'cassandra.password-file', 'es.api-key-file']))";
  static final String NO_STORAGE_FLAGS_MESSAGE =
      "options has a key that the operator computes, expected spec.storage.local for local.*, spec.storage.cassandra for"
          + " cassandra.servers, cassandra.port, cassandra.keyspace, cassandra.local-dc and cassandra's credentials, and"
          + " spec.storage.elasticsearch.authentication for es.api-key-file";

  static final String NO_ADMIN_TLS =
      "!has(self.options) || self.options.all(k, !k.startsWith('admin.http.tls.'))";
  static final String NO_ADMIN_TLS_MESSAGE =
      "options has a key that starts with admin.http.tls, expected none: kubelet, Prometheus and operator ask the admin"
          + " port in plain text";

  static final String SECRETS =
      "!has(self.secrets) || self.secrets.all(s, s.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')"
          + " && self.secrets.exists_one(t, t == s))";
  static final String SECRETS_MESSAGE =
      "secrets has an entry that is no name or is there twice, expected names of different Secrets of the stack's"
          + " namespace, such as collector-tls";

  private PodRules() {}
}
