package io.jaegerstack.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spans in a Cassandra that exists already.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.servers) || self.servers.all(s, s.matches('^[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?$')"
            + " || s.matches('^[0-9a-fA-F:.]+$'))",
    fieldPath = ".servers",
    message =
        "spec.storage.cassandra.servers has an entry that is no host, expected names or addresses without port, such as"
            + " cassandra.databases.svc: the port belongs into spec.storage.cassandra.port")
public record CassandraStorageSpec(
    @JsonPropertyDescription("Hosts to find the cluster by, without port: names or addresses.")
        @Required
        @Size(min = 1, max = 64)
        @Nullable List<@Size(min = 1, max = 253) String> servers,
    @JsonPropertyDescription("Port of every server. Default: 9042.") @Min(1) @Max(65_535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "Keyspace of the tables. Default: jaeger_v1_ and the datacenter, its dashes as underscores; jaeger_v1_test, with one copy of everything, where the datacenter is left out too.")
        @Pattern("^[a-z][a-z0-9_]*$")
        @Size(max = 48)
        @Nullable String keyspace,
    @JsonPropertyDescription(
            "Datacenter that is ours: its servers are asked, and hold the copies. Default: the one of the server that answers first.")
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
        @Size(max = 40)
        @Nullable String datacenter,
    @JsonPropertyDescription(
            "Copies of each row in the datacenter, where the keyspace is made by us. Default: 2 where datacenter is set, else 1.")
        @Min(1)
        @Max(16)
        @Nullable Integer replication,
    @JsonPropertyDescription(
            "How many copies have to answer, by Cassandra's own names. Default: LOCAL_ONE.")
        @Nullable CassandraConsistency consistency,
    @JsonPropertyDescription(
            "Name of the Secret, in the stack's namespace, whose keys username and password are the credentials. They are sent to whatever hosts servers names, so whoever may edit this resource may read these keys of any Secret of the namespace. Default: none are sent.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        @Nullable String secretName,
    @JsonPropertyDescription("TLS towards the servers. Default: none.")
        @Nullable StorageTlsSpec tls,
    @JsonPropertyDescription(
            "How long spans are kept, where the tables are made by us: hours, minutes and seconds. Default: 48h, Jaeger's own.")
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @Size(min = 2, max = 16)
        @Nullable String traceTTL,
    @JsonPropertyDescription(
            "How long the graph of services is kept, where the tables are made by us: hours, minutes and seconds; 0s: for ever. Default: 0s, Jaeger's own.")
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @Size(min = 2, max = 16)
        @Nullable String dependenciesTTL,
    @JsonPropertyDescription(
            "Whether keyspace and tables are made where they are missing, which needs an account that may do so; false: they are only looked at. Default: true.")
        @Nullable Boolean createSchema,
    @JsonPropertyDescription(
            "What can be searched by. Default: every tag, of spans, logs and processes.")
        @Nullable CassandraIndexSpec index,
    @JsonPropertyDescription("Traces that are kept when the others go. Default: none.")
        @Nullable ArchiveSpec archive) {}
