/// A real Cassandra for tests: of this module, and of whole stacks, which get this package as a jar
/// of its own. It needs the contract kit's [io.jaegerstack.storage.contract.ServerJdk].
@NullMarked
package io.jaegerstack.storage.cassandra.real;

import org.jspecify.annotations.NullMarked;
