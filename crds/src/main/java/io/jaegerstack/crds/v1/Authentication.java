package io.jaegerstack.crds.v1;

/// Who we are to the servers of a storage. The names are the values in the custom resource.
public enum Authentication {
  /// A user and a password: the Secret's keys `username` and `password`.
  Basic,
  /// An API key of Elasticsearch: the Secret's key `apiKey`.
  ApiKey,
  /// A bearer token: the Secret's key `token`.
  Token
}
