/// Wrong inputs for whatever takes bytes from outside, and the oracle that each decoder is held to:
/// it reads or refuses, in time and memory that the input's size bounds, and what it reads is
/// right.
///
/// Test code of the modules calls it: they name their [FuzzTarget]s and hand them to [FuzzTests].
/// For tests only; nothing in main code may depend on this package, and it knows no module of ours.
@NullMarked
package io.jaegerstack.fuzzing;

import org.jspecify.annotations.NullMarked;
