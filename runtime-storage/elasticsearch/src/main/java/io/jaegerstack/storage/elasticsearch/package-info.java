/// Spans in Elasticsearch, in Jaeger's own indices and documents, so that either side can be
/// replaced by stock Jaeger.
///
/// The way in: [EsSpanEncoder] writes bulk bodies straight from a span's slices, [BulkWriter] sends
/// them and answers for each document. The way out: [SpanQueries] builds searches, [EsSpanDecoder]
/// makes spans of the documents. [EsHttp] is the only class that talks to a server. Reached through
/// `ServiceLoader` only; collector and query must not name this package.
@NullMarked
package io.jaegerstack.storage.elasticsearch;

import org.jspecify.annotations.NullMarked;
