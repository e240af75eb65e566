/// What every runtime process is: an ordered start and stop, an admin port with health and metrics,
/// event loops, logging. Called by the processes' mains and by the components for their own parts;
/// knows no component, no span and no storage.
@NullMarked
package io.jaegerstack.server;

import org.jspecify.annotations.NullMarked;
