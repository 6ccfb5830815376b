package dev.tintype.chaos;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules that hold between the modules, all of which are on the class path of these tests.
final class ModulesTest {

  private static final String[] ADAPTERS = {
    "dev.tintype.files..", "dev.tintype.sqlite..", "dev.tintype.aws.."
  };

  private static JavaClasses all = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.tintype");
    assertThat(all.contain("dev.tintype.cli.Tintype")).isTrue();
    assertThat(all.contain("dev.tintype.files.FileStorage")).isTrue();
    assertThat(all.contain("dev.tintype.sqlite.SqliteQueue")).isTrue();
    assertThat(all.contain("dev.tintype.presign.PresignHandler")).isTrue();
    assertThat(all.contain("dev.tintype.core.port.JobStoreContract")).isFalse();
  }

  /// Hosts open adapters by providers, Lambda functions by their `Clients`. What stands for Lambda
  /// here receives the messages of SQS as Lambda does, by the adapter.
  @Test
  void noClassOutsideTheAdaptersNamesOne() {
    DescribedPredicate<JavaClass> implementsAPort =
        DescribedPredicate.describe(
            "implement a port",
            type ->
                type.getAllRawInterfaces().stream()
                    .anyMatch(resideInAPackage("dev.tintype.core.port")::test));
    noClasses()
        .that()
        .resideOutsideOfPackages(ADAPTERS)
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.tintype.files..", "dev.tintype.sqlite.."))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages(ADAPTERS)
        .and()
        .resideOutsideOfPackage("dev.tintype.chaos.stack")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.tintype.aws").and(implementsAPort))
        .check(all);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tintype.(**)").should().beFreeOfCycles().check(all);
  }
}
