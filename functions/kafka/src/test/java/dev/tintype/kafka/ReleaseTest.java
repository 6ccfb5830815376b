package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReleaseTest {

  @Test
  void olderBrokersAreRefusedWithTheReason() {
    assertThat(new Release(27, 1).problem().orElseThrow())
        .contains("before 4.2")
        .contains("Consumer groups cannot take their place");
    assertThat(new Release(0, 0).problem()).isPresent();
  }

  @Test
  void shareGroupsMustBeSwitchedOn() {
    assertThat(new Release(31, 0).problem().orElseThrow()).contains("share.version=1");
    assertThat(new Release(28, 1).problem()).isEmpty();
  }

  @Test
  void deadLettersOfTheBrokersComeWithTheSecondLevel() {
    assertThat(new Release(30, 1).hasDeadLetters()).isFalse();
    assertThat(new Release(31, 2).hasDeadLetters()).isTrue();
  }

  @Test
  void releasesHaveNames() {
    assertThat(new Release(28, 1).name()).isEqualTo("Kafka 4.2");
    assertThat(new Release(30, 1).name()).isEqualTo("Kafka 4.3");
    assertThat(new Release(33, 2).name()).isEqualTo("Kafka 4.4 or later");
  }
}
