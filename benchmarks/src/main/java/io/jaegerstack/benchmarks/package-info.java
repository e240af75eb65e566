/// What it costs to read and to write spans, beside generated code on the same bytes.
///
/// Run by hand, as `README.md` says; nothing depends on it. Each figure is per span.
@NullMarked
package io.jaegerstack.benchmarks;

import org.jspecify.annotations.NullMarked;
