/// The agents: a DaemonSet on the nodes' own network. There is no Service in front of it, and there
/// must never be one: a client speaks to the agent of its own node.
@NullMarked
package io.jaegerstack.operator.manifests.agent;

import org.jspecify.annotations.NullMarked;
