package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.state.Lane;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutTest {

  private final Names names = new Names("tintype");
  private final Layout layout = new Layout(names, Optional.empty());

  private List<String> ofStream(ObjectNode config) {
    return layout.differencesOfStream(config, layout.stream());
  }

  private List<String> ofConsumer(ObjectNode config) {
    return layout.differencesOfConsumer(config, Lane.FRESH);
  }

  @Test
  void whatIsMadeIsAsItMustBe() {
    assertThat(ofStream(layout.stream())).isEmpty();
    assertThat(layout.differencesOfStream(layout.deadStream(), layout.deadStream())).isEmpty();
    assertThat(ofConsumer(layout.consumer(Lane.FRESH))).isEmpty();
  }

  @Test
  void settingsThatDoNotMatterMayDiffer() {
    ObjectNode config = layout.stream();
    config.put("compression", "s2").put("num_replicas", 3).put("max_age", 0L);
    config.remove("max_age");
    config.putArray("sources");
    config.putArray("subjects").add("tintype.later.>").add("tintype.bulk").add("tintype.fresh");
    assertThat(ofStream(config)).isEmpty();
    assertThat(ofConsumer(layout.consumer(Lane.FRESH).put("description", "ours"))).isEmpty();
  }

  @Test
  void whatWouldLoseMessagesIsNamed() {
    assertThat(ofStream(layout.stream().put("max_msgs", 1000)))
        .containsExactly("has max_msgs 1000 where -1 is needed");
    assertThat(ofStream(layout.stream().put("retention", "limits")))
        .containsExactly("has retention \"limits\" where \"workqueue\" is needed");
    assertThat(ofStream(layout.stream().put("storage", "memory"))).hasSize(1);
    assertThat(ofStream(layout.stream().put("allow_msg_schedules", false)))
        .containsExactly("has allow_msg_schedules unset where true is needed");
    assertThat(ofStream(layout.stream().put("sealed", true)))
        .containsExactly("has sealed true, which must not be set");
    assertThat(ofStream(layout.stream().put("persist_mode", "default"))).isEmpty();
    assertThat(ofStream(layout.stream().put("persist_mode", "async"))).hasSize(1);
    ObjectNode more = layout.stream();
    more.withArray("subjects").add("other.>");
    assertThat(ofStream(more)).hasSize(1);
  }

  @Test
  void whatWouldDeliverWronglyIsNamed() {
    assertThat(ofConsumer(layout.consumer(Lane.BULK)))
        .contains("has filter_subject \"tintype.bulk\" where \"tintype.fresh\" is needed");
    assertThat(ofConsumer(layout.consumer(Lane.FRESH).put("ack_wait", 30_000_000_000L)))
        .containsExactly("has ack_wait 30000000000 where 120000000000 is needed");
    assertThat(ofConsumer(layout.consumer(Lane.FRESH).put("max_ack_pending", 1000))).hasSize(1);
    assertThat(ofConsumer(layout.consumer(Lane.FRESH).put("inactive_threshold", 1))).hasSize(1);
    assertThat(ofConsumer(layout.consumer(Lane.FRESH).put("deliver_subject", "x"))).hasSize(1);
    ObjectNode retried = layout.consumer(Lane.FRESH);
    retried.putArray("backoff").add(1);
    assertThat(ofConsumer(retried)).hasSize(1);
  }

  @Test
  void replicasThatTheAddressAsksForMustBeThere() {
    Layout three = new Layout(names, Optional.of(3));
    assertThat(three.differencesOfStream(layout.stream(), three.stream()))
        .containsExactly("has num_replicas 1 where 3 is needed");
    assertThat(three.stream().path("num_replicas").asInt()).isEqualTo(3);
  }
}
