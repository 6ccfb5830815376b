package dev.tintype.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageExaminationTest {

  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

  @TempDir private Path folder;

  @BeforeEach
  void signIn() {
    CREDENTIALS.forEach(name -> System.setProperty(name, EmulatedS3.KEY));
  }

  @AfterEach
  void signOut() {
    CREDENTIALS.forEach(System::clearProperty);
  }

  private List<Finding> examined(Fault... faults) {
    try (FaultyS3 store = new FaultyS3(Set.of(faults))) {
      return StorageExamination.of("s3://originals,variants?endpoint=" + store.endpoint(), folder);
    }
  }

  @Test
  void aDataFolderNeedsNoTrial() {
    assertThat(StorageExamination.of("file:", folder)).isEmpty();
  }

  @Test
  void aStoreThatKeepsEverythingIsOk() {
    assertThat(examined()).extracting(Finding::state).containsExactly(Finding.State.OK);
  }

  @Test
  void whatAStoreLacksIsMissing() {
    assertThat(examined(Fault.IGNORES_CONDITION))
        .isNotEmpty()
        .allSatisfy(finding -> {
          assertThat(finding.name()).isEqualTo("storage");
          assertThat(finding.state()).isEqualTo(Finding.State.MISSING);
        });
  }

  @Test
  void aRemarkIsAWarning() {
    assertThat(examined(Fault.TAKES_UNSIGNED_HEADERS))
        .extracting(Finding::state)
        .containsExactly(Finding.State.WARNING, Finding.State.OK);
  }

  @Test
  void aStoreThatIsNotThereIsMissing() {
    assertThat(StorageExamination.of("s3://one,two?endpoint=http://127.0.0.1:1", folder))
        .extracting(Finding::state)
        .containsExactly(Finding.State.MISSING);
  }
}
