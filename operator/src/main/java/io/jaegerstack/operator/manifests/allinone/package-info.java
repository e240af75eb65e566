/// The one backend pod of strategy AllInOne, and the choice of pods behind its Services.
@NullMarked
package io.jaegerstack.operator.manifests.allinone;

import org.jspecify.annotations.NullMarked;
