/// What every storage must do, as JUnit classes that a backend's tests extend, and the spans they
/// are tried with.
///
/// A backend hands over a [StorageUnderTest] and nests one subclass per contract. It is held to all
/// of it; what its schema cannot do is a [Gap] that it declares with a reason, so that a new
/// backend starts with none. Tests never assume an empty storage: names and ids are new in each, so
/// that one server serves all of them. For tests only; nothing in main code may depend on this
/// package.
@NullMarked
package io.jaegerstack.storage.contract;

import org.jspecify.annotations.NullMarked;
