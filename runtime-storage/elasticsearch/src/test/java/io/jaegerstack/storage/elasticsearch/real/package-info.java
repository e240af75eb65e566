/// A real Elasticsearch for tests: of this module, and of whole stacks, which get this package as a
/// jar of its own. It needs nothing else of this project.
@NullMarked
package io.jaegerstack.storage.elasticsearch.real;

import org.jspecify.annotations.NullMarked;
