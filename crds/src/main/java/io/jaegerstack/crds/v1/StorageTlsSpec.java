package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// TLS towards the servers of a storage, from Secrets as cert-manager writes them. What is replaced
/// in them arrives in running pods.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StorageTlsSpec(
    @JsonPropertyDescription(
            "Name of the Secret, in the stack's namespace, whose key ca.crt has the certificates of the authorities to believe. Default: those that Java believes.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String caSecretName,
    @JsonPropertyDescription(
            "Name of the Secret, in the stack's namespace, with a certificate of our own (tls.crt) and its key (tls.key), for servers that ask for one. Default: none.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String secretName,
    @JsonPropertyDescription(
            "Name that the servers' certificates have to be for. Default: the name in their address.")
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$")
        @Size(max = 253)
        @Nullable String serverName) {}
