package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestSetTest {

  @Test
  void whatWasAddedIsThereAndNothingElse() {
    DigestSet set = new DigestSet();
    for (int i = 0; i < 20_000; i++) {
      assertThat(set.add(Sha256.of("in " + i))).isTrue();
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(set.contains(Sha256.of("in " + i))).isTrue();
      assertThat(set.contains(Sha256.of("out " + i))).isFalse();
      assertThat(set.add(Sha256.of("in " + i))).isFalse();
    }
    assertThat(set.size()).isEqualTo(20_000);
  }

  @Test
  void theDigestOfZerosIsLikeAnyOther() {
    DigestSet set = new DigestSet();
    Sha256 zeros = new Sha256("0".repeat(64));
    assertThat(set.contains(zeros)).isFalse();
    assertThat(set.add(zeros)).isTrue();
    assertThat(set.add(zeros)).isFalse();
    assertThat(set.contains(zeros)).isTrue();
    assertThat(set.size()).isEqualTo(1);
  }
}
