/// Spans in Cassandra, in Jaeger's own keyspace and tables (schema v004), so that either side can
/// be replaced by stock Jaeger.
///
/// The way in: [SpanRows] makes rows of spans, [RowGroups] gathers those of one partition,
/// [CassandraWriter] sends them and answers for each span. The way out: [TraceSearch] finds
/// candidates in the index tables, [SpanMatch] looks at the spans themselves, [SpanDecoder] makes
/// them. [LiveSession] is the only class that connects. Reached through `ServiceLoader` only;
/// collector and query must not name this package.
@NullMarked
package io.jaegerstack.storage.cassandra;

import org.jspecify.annotations.NullMarked;
