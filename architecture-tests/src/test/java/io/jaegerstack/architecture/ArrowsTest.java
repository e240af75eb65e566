package io.jaegerstack.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Which module may use which: `docs/adr/001-module-map.md`. Package below `io.jaegerstack`, and
/// what it may see there.
class ArrowsTest {
  private static final String ROOT = "io.jaegerstack.";

  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("settings", List.of()),
          Map.entry("ledger", List.of()),
          Map.entry("crds", List.of()),
          Map.entry("wire", List.of("model")),
          Map.entry("server", List.of("settings", "ledger")),
          Map.entry("storage", List.of("model", "settings")),
          Map.entry("agent", List.of("model", "settings", "ledger", "wire", "server")),
          Map.entry(
              "collector", List.of("model", "settings", "ledger", "wire", "server", "storage")),
          Map.entry("query", List.of("model", "settings", "ledger", "wire", "server", "storage")),
          Map.entry(
              "allinone",
              List.of(
                  "model",
                  "settings",
                  "ledger",
                  "server",
                  "storage",
                  "agent",
                  "collector",
                  "query")),
          Map.entry("operator", List.of("crds", "settings")),
          // Runs the others as processes, and reads the ledgers that they tell.
          Map.entry("faults", List.of("server")));

  @TestFactory
  Stream<DynamicTest> everyModuleUsesOnlyWhatTheMapAllows() {
    return ALLOWED.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey() + " uses only " + entry.getValue(),
                    () -> onlyUses(entry.getKey(), entry.getValue())));
  }

  private static void onlyUses(String module, List<String> allowed) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat(outside(module, allowed))
        .check(ProjectClasses.ALL);
  }

  private static DescribedPredicate<JavaClass> outside(String module, List<String> allowed) {
    return DescribedPredicate.describe(
        "are of modules other than " + module + " and " + allowed,
        target -> {
          String name = target.getPackageName();
          if (!name.startsWith(ROOT)) {
            return false;
          }
          String other = moduleOf(name);
          return !other.equals(module) && !allowed.contains(other);
        });
  }

  private static String moduleOf(String packageName) {
    return packageName.substring(ROOT.length()).split("\\.", 2)[0];
  }

  @Test
  void theMapNamesEveryModuleThereIs() {
    assertThat(ProjectClasses.ALL.stream().map(c -> moduleOf(c.getPackageName() + ".")).distinct())
        .containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
  }

  @Test
  void backendsAreFoundThroughTheServiceLoaderAndNeverNamed() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "collector..", ROOT + "query..", ROOT + "allinone..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "storage.segments..",
            ROOT + "storage.memory..",
            ROOT + "storage.local..",
            ROOT + "storage.elasticsearch..",
            ROOT + "storage.cassandra..",
            ROOT + "storage.blackhole..")
        .check(ProjectClasses.ALL);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "storage.memory..", ROOT + "storage.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "storage.elasticsearch..")
        .check(ProjectClasses.ALL);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "storage.segments..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "storage.memory..", ROOT + "storage.local..")
        .check(ProjectClasses.ALL);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "storage.segments..", ROOT + "storage.memory..", ROOT + "storage.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "storage.segments..")
        .check(ProjectClasses.ALL);
  }

  @Test
  void modelSettingsAndLedgerUseTheJdkAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "model..", ROOT + "settings..", ROOT + "ledger..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "javax.net.ssl..",
            "javax.security.auth.x500..",
            "org.jspecify..",
            "io.jaegerstack..")
        .check(ProjectClasses.ALL);
  }

  @Test
  void whatTheOperatorComputesIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "operator.manifests..", ROOT + "operator.resolve..", ROOT + "operator.status..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javaoperatorsdk..", "io.fabric8.kubernetes.client.dsl..")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(Clock.class, "system", ZoneId.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(ProjectClasses.ALL);
  }

  @Test
  void spansFlowOneWay() {
    for (String[] arrow :
        new String[][] {
          {"agent.udp", "agent.processor"}, // processors take from the queue; it knows none of them
          {"agent.udp", "agent.reporter"},
          {"agent.reporter", "agent.processor"},
          {"agent.reporter", "agent.udp"},
          {"agent.reporter", "agent.otlp"},
          {"agent.processor", "agent.otlp"},
          {"agent.spill", "agent.reporter"}, // it knows frames as bytes
          {"collector.pipeline", "collector.receiver"},
          {"query.service", "query.http"},
          {"query.service", "query.grpc"},
        }) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + arrow[0] + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + arrow[1] + "..")
          .because(Arrays.toString(arrow) + " would turn the flow around")
          .check(ProjectClasses.ALL);
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.jaegerstack.(**)").should().beFreeOfCycles().check(ProjectClasses.ALL);
  }
}
