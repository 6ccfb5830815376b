package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.state.Lane;
import dev.tintype.redis.Script.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

  @Test
  void onlyAServerThatKnowsMarksIsSentOne() {
    assertThat(Scripts.of(true).receive().source()).startsWith("#!lua flags=allow-oom\n--");
    assertThat(Scripts.of(true).depth().source()).startsWith("#!lua flags=no-writes\n--");
    assertThat(Scripts.of(true).send().source()).startsWith("#!lua\n--");
    assertThat(Scripts.of(false).receive().source()).startsWith("--");
  }

  @Test
  void aScriptIsKnownByTheDigestOfItsText() {
    Script script = Script.of(false, Mark.READS, List.of());
    assertThat(script.source()).isEmpty();
    assertThat(script.sha()).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  @Test
  void aReceiptIsReadAgain() {
    Delivery delivery = new Receipt("1796-a", "3").delivery("{}", Lane.BULK);
    assertThat(delivery).isEqualTo(new Delivery("{}", "1796-a:3", 3, Lane.BULK));
    assertThat(Receipt.of(delivery)).isEqualTo(new Receipt("1796-a", "3"));
    assertThatThrownBy(() -> Receipt.of(new Delivery("{}", "other", 1, Lane.FRESH)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
