package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;

/// How many messages of each lane are not dealt with, by the brokers' count of what a share group
/// lags behind. Brokers do not tell how many of them workers have.
///
/// @param address names topics and groups
/// @param brokers are asked
record Backlog(KafkaAddress address, Brokers brokers) {

  /// @throws StoreUnavailable when the brokers do not answer
  Map<Lane, Long> counts() {
    try {
      Map<Lane, Long> counts = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        counts.put(lane, count(address.topic(lane)));
      }
      return counts;
    } catch (ExecutionException e) {
      throw KafkaErrors.unavailable("counting messages", e);
    }
  }

  private long count(String name) throws ExecutionException {
    TopicPartition partition = new TopicPartition(name, 0);
    SharePartitionOffsetInfo known = brokers.groupOffsets(name).get(partition);
    if (known != null && known.lag().isPresent()) {
      return Math.max(0, known.lag().get());
    }
    long first = brokers.offset(partition, OffsetSpec.earliest());
    return Math.max(0, brokers.offset(partition, OffsetSpec.latest()) - first);
  }
}
