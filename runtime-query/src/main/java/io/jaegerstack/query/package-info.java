/// The query process: stored spans out, over HTTP, and the UI.
///
/// [Query] is also started inside the all-in-one; [QueryMain] is only wiring.
@NullMarked
package io.jaegerstack.query;

import org.jspecify.annotations.NullMarked;
