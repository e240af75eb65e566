package io.jaegerstack.query.service;

import io.jaegerstack.model.Trace;

/// Corrects one kind of thing about a trace at query time.
///
/// Never fails: what it finds wrong goes into the warnings of the span concerned. Must be safe for
/// any trace, however deep, cyclic or contradictory.
interface Adjuster {
  Trace adjust(Trace trace);
}
