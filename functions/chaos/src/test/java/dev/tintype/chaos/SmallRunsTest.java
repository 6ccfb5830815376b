package dev.tintype.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Small versions of the runs that take seconds; the full runs write docs/reliability.md.
class SmallRunsTest {

  private static final String LIBVIPS = System.getProperty("tintype.libvips");

  @TempDir private Path folder;

  private int run(String... arguments) {
    List<String> words = new java.util.ArrayList<>(List.of(arguments));
    words.addAll(List.of("--dry", "--work", folder.toString()));
    return new CommandLine(new Main()).execute(words.toArray(String[]::new));
  }

  @Test
  void aKilledRendererIsReplacedAndTheImageBecomesReady() throws Exception {
    Scenario scenario =
        Scenario.all().stream()
            .filter(one -> one.name().startsWith("renderer killed"))
            .findFirst()
            .orElseThrow();
    try (Stack stack = new Stack(folder, LIBVIPS)) {
      assertThat(new KillRun(scenario, stack, 3).run())
          .isEqualTo(new KillRun.Result(3, 3, 3, 3, 0));
    }
  }

  @Test
  void aServerKilledAfterStartingAnUploadReturnsTheSameUploadAgain() {
    assertThat(run("kill", "--images", "2", "--boundary", "upload.started")).isZero();
  }

  @Test
  void poisonFailsAfterTwoDeathsAndGoodImagesBecomeReady() {
    assertThat(run("poison", "--good", "6", "--poison", "2")).isZero();
  }

  @Test
  void repeatedRequestsMakeOneImagePerKey() throws Exception {
    try (Stack stack = new Stack(folder, LIBVIPS);
        Customer customer = stack.customer()) {
      KeysRun.Tally tally = new KeysRun(customer, 10, 1).run(16, 400);
      assertThat(tally.images()).isEqualTo(10);
      assertThat(tally.others() + tally.different()).isZero();
      assertThat(tally.otherBody()).isPositive();
    }
  }

  @Test
  void racesOverFilesAndSqliteHaveOneWinner() {
    assertThat(run("races", "--together", "20", "--frozen", "20")).isZero();
  }

  @Test
  void everyErasureHasAReceiptThatVerifiesAndNoChangedOneDoes() {
    assertThat(run("erase", "--images", "12", "--kept", "2")).isZero();
  }

  @Test
  void outagesFailNoImage() {
    assertThat(run("outages", "--minutes", "5")).isZero();
  }

  @Test
  void aBackupThatIsKilledUnderLoadIsRestoredWhole() {
    assertThat(run("backup", "--images", "30", "--kills", "2")).isZero();
  }
}
