/// What collector and query are told about the storage.
@NullMarked
package io.jaegerstack.operator.manifests.storage;

import org.jspecify.annotations.NullMarked;
