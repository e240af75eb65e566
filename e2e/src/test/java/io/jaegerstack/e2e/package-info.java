/// The whole product on a real cluster: images, operator, agents, collectors, query, and real
/// applications.
///
/// A scenario is a class `*E2E` and a folder `e2e/scenarios/<name>` with what it applies. The
/// cluster is started by `e2e/cluster`, or is any other one: `-De2e.kubeconfig=F -De2e.context=X
/// -De2e.load=CMD`.
@NullMarked
package io.jaegerstack.e2e;

import org.jspecify.annotations.NullMarked;
