package io.jaegerstack.crds.build;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The CRD as the classes of `crds.v1` describe it. `main` writes it to a file.
public final class GeneratedCrd {
  /// Where the committed CRD lies, seen from the module's folder. The chart's copy is the original:
  /// Helm installs CRDs from this folder only.
  public static final Path COMMITTED =
      Path.of("../deploy/helm/jaegerstack/crds/jaegerstacks.jaegerstack.io.yaml");

  private static final String HEADER =
      "# Generated from the classes in crds/; change those, then: ./mvnw -pl crds test -Dcrd.update=true\n";

  private GeneratedCrd() {}

  public static void main(String[] args) throws IOException {
    var target = Path.of(args[0]);
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.writeString(target, yaml());
  }

  public static String yaml() {
    var crd = Serialization.unmarshal(generated(), CustomResourceDefinition.class);
    crd.getSpec().getVersions().forEach(GeneratedCrd::finish);
    return HEADER + Serialization.asYaml(crd).replaceFirst("^---\n", "");
  }

  public static InputStream stream() {
    return new ByteArrayInputStream(yaml().getBytes(StandardCharsets.UTF_8));
  }

  private static String generated() {
    var output = new InMemory();
    new CRDGenerator()
        .customResourceClasses(JaegerStack.class)
        .forCRDVersions("v1")
        .withOutput(output)
        .generate();
    return output.written.values().iterator().next().toString(StandardCharsets.UTF_8);
  }

  /// What the generator has no annotation for: the columns in the order of the annotations (it
  /// sorts them by path), and conditions as a map by type, so that two writers of conditions do not
  /// overwrite each other.
  private static void finish(CustomResourceDefinitionVersion version) {
    var columns = version.getAdditionalPrinterColumns();
    var ordered = new ArrayList<CustomResourceColumnDefinition>();
    for (var wanted : JaegerStack.class.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      columns.stream().filter(c -> c.getName().equals(wanted.name())).forEach(ordered::add);
    }
    version.setAdditionalPrinterColumns(ordered);
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription("A distributed tracing stack: agents, collector, query and storage.");
    root.getProperties()
        .get("spec")
        .setDescription("What is asked for. Everything may be left out; {} is a working stack.");
    var status = root.getProperties().get("status");
    status.setDescription("What the operator has seen.");
    JSONSchemaProps conditions = status.getProperties().get("conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
  }

  private static final class InMemory extends AbstractCRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return written.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
    }
  }
}
