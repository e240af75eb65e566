package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// TLS of the Ingress in front of the query service.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IngressTlsSpec(
    @JsonPropertyDescription(
            "Name of the Secret with the certificate (tls.crt) and its key (tls.key), in the stack's namespace.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String secretName) {}
