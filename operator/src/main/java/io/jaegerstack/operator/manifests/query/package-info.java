/// The query service: Deployment, Service, configuration of the UI.
@NullMarked
package io.jaegerstack.operator.manifests.query;

import org.jspecify.annotations.NullMarked;
