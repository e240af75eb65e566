package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The query service of a stack. With strategy AllInOne only `options`, `secrets` and `ingress` may
/// be set.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = PodRules.OPTION_KEYS,
    fieldPath = ".options",
    message = PodRules.OPTION_KEYS_MESSAGE)
@ValidationRule(
    value = PodRules.NO_COMPUTED_FLAGS,
    fieldPath = ".options",
    message = PodRules.NO_COMPUTED_FLAGS_MESSAGE)
@ValidationRule(
    value = PodRules.NO_OWN_PORTS,
    fieldPath = ".options",
    message = PodRules.NO_OWN_PORTS_MESSAGE)
@ValidationRule(
    value = PodRules.NO_CREDENTIALS,
    fieldPath = ".options",
    message = PodRules.NO_CREDENTIALS_MESSAGE)
@ValidationRule(
    value = PodRules.NO_STORAGE_FLAGS,
    fieldPath = ".options",
    message = PodRules.NO_STORAGE_FLAGS_MESSAGE)
@ValidationRule(
    value = PodRules.NO_ADMIN_TLS,
    fieldPath = ".options",
    message = PodRules.NO_ADMIN_TLS_MESSAGE)
@ValidationRule(
    value = PodRules.SECRETS,
    fieldPath = ".secrets",
    message = PodRules.SECRETS_MESSAGE)
public record QuerySpec(
    @JsonPropertyDescription("Number of query pods. Default: 1.") @Min(0) @Max(100)
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Image of the query, with its tag or digest. Default: the one that belongs to the operator's version.")
        @Pattern("^[^\\s]+$")
        @Size(max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "CPU and memory of each pod. Default: requests cpu 100m and memory 384Mi, limit memory 384Mi.")
        @Nullable ResourcesSpec resources,
    @JsonPropertyDescription("Labels of the nodes that may run it. Default: any node.")
        @Size(max = 32)
        @Nullable Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that are no hindrance. Default: none.")
        @Size(max = 32)
        @Nullable List<TolerationSpec> tolerations,
    @JsonPropertyDescription(
            "Flags of the process, without leading dashes, each with its value: log-level: debug. Default: none.")
        @Size(max = 64)
        @Nullable Map<String, @Size(max = 1024) String> options,
    @JsonPropertyDescription(
            "Names of Secrets, in the stack's namespace, whose keys are files in each pod, for options that name one: key tls.crt of the Secret collector-tls is /etc/jaeger/secrets/collector-tls/tls.crt. What is replaced in a Secret arrives in running pods. Any Secret of the namespace can be named, so whoever may edit this resource may read them all. Default: none.")
        @Size(max = 8)
        @Nullable List<@Size(max = 253) String> secrets,
    @JsonPropertyDescription("The way to the UI from outside the cluster. Default: no Ingress.")
        @Nullable IngressSpec ingress) {}
