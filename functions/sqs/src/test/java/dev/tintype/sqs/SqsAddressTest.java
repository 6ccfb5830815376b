package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqsAddressTest {

  @Test
  void oneNameSuffices() {
    SqsAddress address = SqsAddress.parse("sqs://tintype?region=eu-central-1");
    assertThat(address.fresh()).isEqualTo("tintype");
    assertThat(address.bulk()).isEqualTo("tintype-bulk");
    assertThat(address.dead()).isEqualTo("tintype-dead");
    assertThat(address.region()).isEqualTo("eu-central-1");
    assertThat(address.endpoint()).isEmpty();
    assertThat(address.account()).isEmpty();
  }

  @Test
  void everyPartMayBeNamed() {
    SqsAddress address =
        SqsAddress.parse(
            "sqs://shop-jobs?endpoint=http://127.0.0.1:9324&bulk=shop-jobs&dead=shop-jobs-dead&account=123456789012");
    assertThat(address.bulk()).isEqualTo("shop-jobs");
    assertThat(address.dead()).isEqualTo("shop-jobs-dead");
    assertThat(address.account()).contains("123456789012");
    assertThat(address.endpoint()).contains(URI.create("http://127.0.0.1:9324"));
  }

  @Test
  void theSchemeOpensTheProvider() {
    assertThat(Providers.of(QueueProvider.class, "sqs://tintype")).isInstanceOf(SqsProvider.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqs:tintype | is sqs://QUEUE, not 'sqs:tintype'",
        "sqs://tintype | needs a region",
        "sqs://?region=a | has '' in the place of a queue's name",
        "sqs://sqs.eu-central-1.amazonaws.com/123456789012/jobs?region=a | it is not the queue's URL",
        "sqs://jobs.fifo?region=a | names the FIFO queue jobs.fifo",
        "sqs://jobs?region=a&bulk=b.fifo | names the FIFO queue b.fifo",
        "sqs://jobs?region=a&dead=jobs | names the queue jobs for its own dead letters",
        "sqs://jobs?region=a&dead=b&bulk=b | names the queue b for its own dead letters",
        "sqs://jobs?region=a&account=12 | has account=12, which is no account's number",
        "sqs://jobs?region=a&tls=true | sqs knows endpoint, region, bulk, dead and account",
        "sqs://jobs?endpoint=sqs:9324 | which is no URL",
      })
  void aWrongAddressIsNamed(String address, String problem) {
    assertThatThrownBy(() -> new SqsProvider().check(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }
}
