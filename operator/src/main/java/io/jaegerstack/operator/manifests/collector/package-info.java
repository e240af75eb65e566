/// The collectors: Deployment, Services, sampling strategies.
@NullMarked
package io.jaegerstack.operator.manifests.collector;

import org.jspecify.annotations.NullMarked;
