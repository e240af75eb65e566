package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Ingress in front of the query service.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IngressSpec(
    @JsonPropertyDescription(
            "Whether there is an Ingress. Default: true where spec.query.ingress is set.")
        @Nullable Boolean enabled,
    @JsonPropertyDescription("Host name that the UI is reached by. Default: every host.")
        @Pattern("^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @Size(max = 253)
        @Nullable String host,
    @JsonPropertyDescription("Name of the IngressClass. Default: the cluster's default class.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String className,
    @JsonPropertyDescription(
            "Path under which the UI and its API answer, also told to the query service as its base path. Default: /.")
        @Pattern("^/[-A-Za-z0-9._~/]*$")
        @Size(max = 256)
        @Nullable String path,
    @JsonPropertyDescription("Annotations of the Ingress, for its controller. Default: none.")
        @Size(max = 64)
        @Nullable Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription("TLS at the Ingress. Default: none.") @Nullable IngressTlsSpec tls) {}
