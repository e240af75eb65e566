package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The agents of a stack.
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
    value = PodRules.NO_ADMIN_TLS,
    fieldPath = ".options",
    message = PodRules.NO_ADMIN_TLS_MESSAGE)
@ValidationRule(
    value = PodRules.SECRETS,
    fieldPath = ".secrets",
    message = PodRules.SECRETS_MESSAGE)
public record AgentSpec(
    @JsonPropertyDescription(
            "Where agents run. DaemonSet: one on every node, on the node's own network and ports. None: no agents. Default: DaemonSet.")
        @Nullable AgentPlacement placement,
    @JsonPropertyDescription(
            "How the agent of a node is replaced. InPlace: the old pod ends, then the new one starts; what clients send between is lost. The ports are declared, so the scheduler keeps others from them. Overlap: the new pod takes the ports over while the old one still runs, and nothing is lost; the ports are not declared, so nothing but this operator keeps others from them, and both pods need memory for a moment. Linux nodes only. Default: InPlace.")
        @Nullable AgentUpdate update,
    @JsonPropertyDescription(
            "Image of the agent, with its tag or digest. Default: the one that belongs to the operator's version.")
        @Pattern("^[^\\s]+$")
        @Size(max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "CPU and memory of each pod. Default: requests cpu 50m and memory 128Mi, limit memory 192Mi.")
        @Nullable ResourcesSpec resources,
    @JsonPropertyDescription("Labels of the nodes that may run it. Default: any node.")
        @Size(max = 32)
        @Nullable Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that are no hindrance. Default: none.")
        @Size(max = 32)
        @Nullable List<TolerationSpec> tolerations,
    @JsonPropertyDescription("Spans on disk while no collector takes them.")
        @Nullable AgentSpillSpec spill,
    @JsonPropertyDescription(
            "Flags of the process, without leading dashes, each with its value: log-level: debug. The ports are processor.jaeger-compact.server-host-port (6831), processor.jaeger-binary.server-host-port (6832), processor.zipkin-compact.server-host-port (5775) and http-server.host-port (5778); agent.otlp.enabled: 'true' adds OTLP on agent.otlp.grpc.host-port (4317) and agent.otlp.http.host-port (4318). Default: none.")
        @Size(max = 64)
        @Nullable Map<String, @Size(max = 1024) String> options,
    @JsonPropertyDescription(
            "Names of Secrets, in the stack's namespace, whose keys are files in each pod, for options that name one: key tls.crt of the Secret collector-tls is /etc/jaeger/secrets/collector-tls/tls.crt. What is replaced in a Secret arrives in running pods. Any Secret of the namespace can be named, so whoever may edit this resource may read them all. Default: none.")
        @Size(max = 8)
        @Nullable List<@Size(max = 253) String> secrets) {}
