package dev.tintype.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;

/// Three brokers of one cluster, which all keep everything and answer when two have it.
public final class TestCluster implements AutoCloseable {

  private static final int COUNT = 3;

  private final List<TestBroker> brokers = new ArrayList<>();

  /// @param folder an empty one, which is kept
  public TestCluster(Path folder) {
    for (int id = 1; id <= COUNT; id++) {
      brokers.add(
          new TestBroker(folder.resolve("broker" + id))
              .put("node.id", Integer.toString(id))
              .put("offsets.topic.replication.factor", "3")
              .put("share.coordinator.state.topic.replication.factor", "3")
              .put("share.coordinator.state.topic.min.isr", "2"));
    }
    String voters = brokers.stream().map(TestBroker::vote).collect(Collectors.joining(","));
    brokers.forEach(broker -> broker.put(TestBroker.VOTERS, voters));
  }

  /// Starts all of them.
  public TestCluster start() throws Exception {
    for (TestBroker broker : brokers) {
      broker.launch();
    }
    for (TestBroker broker : brokers) {
      broker.awaitAnswer(COUNT);
    }
    return this;
  }

  private String servers() {
    return brokers.stream().map(TestBroker::server).collect(Collectors.joining(","));
  }

  /// @return the address of a queue
  public String address(String topic) {
    return "kafka://" + servers() + "?topic=" + topic;
  }

  /// @return the broker that leads a topic
  public TestBroker leader(String topic) throws Exception {
    return brokers.get(partition(topic).leader().id() - 1);
  }

  /// @return how many brokers have all of a topic
  public int inSync(String topic) throws Exception {
    return partition(topic).isr().size();
  }

  private TopicPartitionInfo partition(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(20, TimeUnit.SECONDS)
          .get(topic)
          .partitions()
          .getFirst();
    }
  }

  @Override
  public void close() {
    brokers.forEach(TestBroker::close);
  }
}
