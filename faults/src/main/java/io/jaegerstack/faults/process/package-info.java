/// Our processes as child JVMs, started from their packaged jars as everyone would, and ended in
/// every way there is. Scenarios call it; what a process counted survives it here.
@NullMarked
package io.jaegerstack.faults.process;

import org.jspecify.annotations.NullMarked;
