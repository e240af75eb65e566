/// Makes the CRD file out of the classes and watches that it stays current and compatible. Run by
/// the build's tests; nothing in main code calls it.
@NullMarked
package io.jaegerstack.crds.build;

import org.jspecify.annotations.NullMarked;
