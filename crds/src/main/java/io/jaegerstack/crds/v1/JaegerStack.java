package io.jaegerstack.crds.v1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// One tracing stack: agents, collector, query and the storage between them.
@Group(JaegerStack.GROUP)
@Version("v1")
@ShortNames("jgs")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "STRATEGY", jsonPath = ".status.strategy", type = Type.STRING)
@AdditionalPrinterColumn(name = "STORAGE", jsonPath = ".status.storage", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "AGENTS",
    jsonPath = ".status.components.agent.summary",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "COLLECTORS",
    jsonPath = ".status.components.collector.summary",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "QUERY",
    jsonPath = ".status.components.query.summary",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "REASON",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "MESSAGE",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = Type.STRING,
    priority = 1)
@ValidationRule(
    value = "size(self.metadata.name) <= 40",
    message =
        "metadata.name is too long, expected at most 40 characters, so that the names made from it, such as"
            + " <name>-collector-headless, are valid")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name is no Service name, expected lower-case letters, digits and '-', starting with a letter and"
            + " without dots, because Services are named after it")
public final class JaegerStack extends CustomResource<JaegerStackSpec, JaegerStackStatus>
    implements Namespaced {
  public static final String GROUP = "jaegerstack.io";

  private static final long serialVersionUID = 1L;
}
