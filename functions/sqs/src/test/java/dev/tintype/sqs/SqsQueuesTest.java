package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.state.Lane;
import org.junit.jupiter.api.Test;

class SqsQueuesTest {

  private static final String ROOT = "https://sqs.eu-central-1.amazonaws.com/123456789012/";
  private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:";

  @Test
  void eachLaneHasItsQueue() {
    SqsQueues queues = new SqsQueues(ROOT + "tintype-jobs", ROOT + "tintype-bulk");
    for (Lane lane : Lane.values()) {
      String url = queues.of(lane);
      assertThat(queues.laneOf(ARN + url.substring(url.lastIndexOf('/') + 1))).isEqualTo(lane);
    }
    assertThat(queues.laneOf(ARN + "bulk")).isEqualTo(Lane.FRESH);
    assertThat(queues.laneOf("")).isEqualTo(Lane.FRESH);
  }

  @Test
  void oneQueueMayHoldBothLanes() {
    SqsQueues queues = new SqsQueues(ROOT + "tintype-jobs");
    assertThat(queues.of(Lane.BULK)).isEqualTo(ROOT + "tintype-jobs");
    assertThat(queues.laneOf(ARN + "tintype-jobs")).isEqualTo(Lane.FRESH);
  }
}
