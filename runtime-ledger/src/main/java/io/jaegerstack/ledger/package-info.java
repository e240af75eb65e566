/// The span ledger: what came in at each hop of a process equals what went on, what was dropped
/// with a reason, and what is held. Components count into their hops; the process's main makes
/// metrics of them. Depends on the JDK only, knows no metrics library, and never decides anything.
@NullMarked
package io.jaegerstack.ledger;

import org.jspecify.annotations.NullMarked;
