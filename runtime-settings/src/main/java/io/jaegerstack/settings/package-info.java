/// The catalogue of everything that can be set on a runtime process: flag, environment name, type,
/// default, unit, text, and the ports they default to. The runtimes parse their command line with
/// it, the operator checks `options` against it and the reference is rendered from it, so that the
/// three cannot disagree. Only here is the environment read. Nothing in this package may depend on
/// a runtime, and a setting is listed only while something honours it.
@NullMarked
package io.jaegerstack.settings;

import org.jspecify.annotations.NullMarked;
