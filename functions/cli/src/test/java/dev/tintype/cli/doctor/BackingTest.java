package dev.tintype.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.provider.Addresses;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `doctor` tells of the addresses of an installation.
final class BackingTest {

  @Test
  void aDataFolderNeedsNoFinding() {
    assertThat(Backing.of(Addresses.DATA_FOLDER)).isEmpty();
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsMissingOnce() {
    String address = "postgres://tintype@127.0.0.1:1/tintype";
    List<Finding> findings = Backing.of(new Addresses("file:", address, address));
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().name()).isEqualTo("jobs");
    assertThat(findings.getFirst().state()).isEqualTo(Finding.State.MISSING);
    assertThat(findings.getFirst().detail()).contains("127.0.0.1:1");
  }

  @Test
  void anAddressThatNobodyKnowsIsMissing() {
    List<Finding> findings = Backing.of(new Addresses("file:", "sqlite:", "tape:/dev/st0"));
    assertThat(findings.getFirst().name()).isEqualTo("queue");
    assertThat(findings.getFirst().detail()).contains("tape:/dev/st0", "postgres://");
  }
}
