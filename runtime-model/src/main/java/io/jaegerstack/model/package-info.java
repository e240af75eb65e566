/// Spans, traces and what they are made of: the one vocabulary of agent, collector, storage and
/// query.
///
/// Two shapes of the same thing. *Flat* ([SpanBatch], [FlatSpan], [FlatTags]) is for the way in,
/// from socket to storage: values are slices of the request's own bytes and nothing is copied per
/// tag. *Records* ([Trace], [Span], [Tag]) are for everything that is not a hot path: reading,
/// adjusting, showing, testing. Depends on the JDK only, and knows no wire format and no storage.
@NullMarked
package io.jaegerstack.model;

import org.jspecify.annotations.NullMarked;
