/// Who may reach what: the identity of the pods, the Ingress in front of the query service.
@NullMarked
package io.jaegerstack.operator.manifests.access;

import org.jspecify.annotations.NullMarked;
