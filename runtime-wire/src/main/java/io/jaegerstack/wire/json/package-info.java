/// A small streaming writer and reader of JSON, and traces in the form of Jaeger's UI and its v1
/// HTTP API.
///
/// Called by the query service, which writes its answers straight to the connection, and by the
/// readers of OTLP's and Zipkin's JSON. Must not be used for Elasticsearch documents, which are
/// another form of the same names and belong to that storage.
@NullMarked
package io.jaegerstack.wire.json;

import org.jspecify.annotations.NullMarked;
