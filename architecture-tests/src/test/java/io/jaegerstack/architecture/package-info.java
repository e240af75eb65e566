/// What the structure promises, as tests: arrows between modules, habits of every class, files that
/// are generated and must be current.
@NullMarked
package io.jaegerstack.architecture;

import org.jspecify.annotations.NullMarked;
