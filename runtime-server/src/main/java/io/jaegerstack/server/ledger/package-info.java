/// The ledger as others see it: what `/ledger` of the admin port answers, the last lines of a log,
/// and the command that adds up the ledgers of a whole stack. The admin port, the lifecycle and the
/// mains call it; nothing here counts anything.
@NullMarked
package io.jaegerstack.server.ledger;

import org.jspecify.annotations.NullMarked;
