/// Says of every span that was sent where it went: stored, refused, dropped with a reason that a
/// process counted, or lost with a process that was killed. Whatever is left is unexplained, and a
/// failure. Reads the sender's book, the processes' accounts and what a reader finds; knows nothing
/// of how a scenario was made.
@NullMarked
package io.jaegerstack.faults.judge;

import org.jspecify.annotations.NullMarked;
