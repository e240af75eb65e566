/// What scenarios of failure have in common: seeds that repeat them, and waiting for a condition.
/// Below are the pieces: `traffic` sends spans that are known one by one, `process` runs ours,
/// `proxy` breaks what is between them, `judge` says where every span went. For tests only; nothing
/// in main code of other modules may depend on this module.
@NullMarked
package io.jaegerstack.faults;

import org.jspecify.annotations.NullMarked;
