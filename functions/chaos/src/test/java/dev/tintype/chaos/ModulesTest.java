package dev.tintype.chaos;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tintype.core.provider.Provider;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules that hold between the modules, all of which are on the class path of these tests.
final class ModulesTest {

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

  /// A module with a provider is named by nobody: hosts open its adapters by the scheme of an
  /// address.
  @Test
  void noClassOutsideAModuleWithAProviderNamesOneOfItsClasses() {
    List<String> opened =
        all.stream()
            .filter(type -> !type.isInterface() && type.isAssignableTo(Provider.class))
            .map(type -> type.getPackageName() + "..")
            .distinct()
            .toList();
    assertThat(opened)
        .contains(
            "dev.tintype.files..",
            "dev.tintype.sqlite..",
            "dev.tintype.postgres..",
            "dev.tintype.redis..",
            "dev.tintype.s3..");
    for (String module : opened) {
      // The functions' shared part is built on the module s3.
      String also = module.equals("dev.tintype.s3..") ? "dev.tintype.aws.." : module;
      noClasses()
          .that()
          .resideOutsideOfPackages(module, also)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(module)
          .check(all);
    }
  }

  /// Lambda functions get their adapters from `Clients`. `chaos.stack` stands in for Lambda and
  /// receives the messages of SQS by the adapter.
  @Test
  void onlyTheSharedPartOfTheFunctionsNamesTheAdaptersOfAws() {
    DescribedPredicate<JavaClass> implementsAPort =
        DescribedPredicate.describe(
            "implement a port",
            type ->
                type.getAllRawInterfaces().stream()
                    .anyMatch(resideInAPackage("dev.tintype.core.port")::test));
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tintype.aws..", "dev.tintype.chaos.stack")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.tintype.aws").and(implementsAPort))
        .check(all);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tintype.(**)").should().beFreeOfCycles().check(all);
  }
}
