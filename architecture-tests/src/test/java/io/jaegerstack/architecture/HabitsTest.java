package io.jaegerstack.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Habits of `docs/developing.md` that a machine can check on class files.
class HabitsTest {
  @Test
  void everyPackageIsNullMarked() {
    assertThat(
            ProjectClasses.ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName))
        .isEmpty();
  }

  @Test
  void onlySettingsReadTheEnvironment() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jaegerstack.settings..")
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(ProjectClasses.ALL);
  }

  @Test
  void nobodyLogsBesideTheFacade() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.logging..", "org.apache.commons.logging..")
        .check(ProjectClasses.ALL);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        .haveSimpleNameContaining("Common")
        .check(ProjectClasses.ALL);
  }

  /// A clock that is set forward or back must neither drop a span nor keep one.
  @Test
  void agentAndCollectorMeasureTimeByNoClockThatCanBeSet() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.jaegerstack.agent..", "io.jaegerstack.collector..", "io.jaegerstack.ledger..")
        .and()
        .haveNameNotMatching(".*\\.SpillClock.*") // ages on disk outlive the process's own clock
        .and()
        // Windows and ages of indices are of the calendar; no span depends on them.
        .haveNameNotMatching(".*\\.(Dependencies|StorageCommand)")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(ProjectClasses.ALL);
  }

  @Test
  void productionCodeNeverSleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .because("a wait has a condition and a deadline")
        .check(ProjectClasses.ALL);
  }
}
