package dev.tintype.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// The rules within this module; `ModulesTest` has those between modules.
final class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tintype.core");

  @Test
  void valuesDoNotDependOnStatesPortsFlowsOrTheApi() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.tintype.core", "dev.tintype.core.json", "dev.tintype.core.recipe")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.tintype.core.state..",
            "dev.tintype.core.port..",
            "dev.tintype.core.flow..",
            "dev.tintype.core.api..")
        .check(CORE);
  }

  @Test
  void decisionsDoNotDependOnPorts() {
    noClasses()
        .that()
        .resideInAPackage("dev.tintype.core.state")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.tintype.core.port..", "dev.tintype.core.flow..", "dev.tintype.core.api..")
        .check(CORE);
  }

  @Test
  void nobodyHereAsksTheSystemForTheTimeOrTheEnvironment() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CORE);
  }

  @Test
  void onlyTheJsonPackageUsesTheJsonParser() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tintype.core.json")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.json..")
        .check(CORE);
  }
}
