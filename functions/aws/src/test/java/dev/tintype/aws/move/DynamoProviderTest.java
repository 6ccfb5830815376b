package dev.tintype.aws.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DynamoProviderTest {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final DynamoProvider provider = new DynamoProvider(aws::credentials);
  private final Opening opening =
      new Opening(Path.of(""), InstantSource.system(), new SecureRandom());

  @AfterEach
  void close() {
    opening.close();
  }

  private static String address(String table) {
    return "dynamodb://" + table + "?endpoint=" + Emulators.shared().dynamo();
  }

  @Test
  void theNameIsTheWholeAddress() {
    String table = aws.newTable();
    String name = provider.transfer(address(table), opening).orElseThrow().name();
    assertThat(name)
        .isEqualTo(
            "dynamodb://%s?region=us-east-1&endpoint=%s"
                .formatted(table, Emulators.shared().dynamo()));
    assertThat(provider.transfer(name, opening).orElseThrow().name()).isEqualTo(name);
    assertThat(provider.isThere(name, opening)).isTrue();
  }

  @Test
  void noTableIsMade() {
    assertThat(provider.isThere(address("nowhere"), opening)).isFalse();
    assertThatThrownBy(() -> provider.transfer(address("nowhere"), opening))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is no table nowhere");
    assertThat(provider.isThere(address("nowhere"), opening)).isFalse();
  }

  @Test
  void aTableWithoutAnIndexIsRefused() {
    String old = aws.newTableOfAnOlderTemplate();
    assertThatThrownBy(() -> provider.transfer(address(old), opening))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("it lacks the indexes state");
  }

  @Test
  void noServerRunsOnATable() {
    String address = address(aws.newTable());
    assertThat(Providers.of(JobsProvider.class, address)).isInstanceOf(DynamoProvider.class);
    assertThatThrownBy(() -> provider.jobs(address, opening)).isInstanceOf(InvalidAddress.class);
  }

  @Test
  void theUserIsToldThatThereIsNoWayBack() {
    assertThat(provider.examine(address("jobs")))
        .singleElement()
        .satisfies(fact -> {
          assertThat(fact.isWell()).isFalse();
          assertThat(fact.detail()).contains("--back");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dynamodb:jobs | is dynamodb://TABLE, not 'dynamodb:jobs'",
        "dynamodb://a | has 'a' in the place of a table's name",
        "dynamodb://jobs | needs a region",
        "dynamodb://jobs?region=a&path-style=true | dynamodb knows endpoint and region",
        "dynamodb://jobs?endpoint=store:9000 | which is no URL",
      })
  void aWrongAddressIsNamed(String address, String problem) {
    assertThatThrownBy(() -> provider.check(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }
}
