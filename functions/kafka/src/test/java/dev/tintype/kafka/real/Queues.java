package dev.tintype.kafka.real;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.provider.Opening;
import dev.tintype.kafka.KafkaProvider;
import dev.tintype.kafka.TestBroker;
import dev.tintype.kafka.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/// Queues of one test on the broker that all tests share, and what else they need.
final class Queues implements AutoCloseable {

  static final Duration HIDDEN = Duration.ofMinutes(5);
  static final Duration PATIENT = Duration.ofSeconds(30);

  private static final KafkaProvider PROVIDER = new KafkaProvider();
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static TestBroker shared;

  private final Deque<Opening> openings = new ArrayDeque<>();

  /// @return the broker, started at the first call and ended with this process
  static synchronized TestBroker broker() throws Exception {
    if (shared == null) {
      TestBroker broker = new TestBroker(folder("broker")).start();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      shared = broker;
    }
    return shared;
  }

  /// @return an empty folder
  static Path folder(String name) throws IOException {
    return Files.createTempDirectory("tintype-kafka-" + name);
  }

  /// @return the address of a queue that is prepared and empty
  static String prepared() throws Exception {
    return prepared(broker());
  }

  static String prepared(TestBroker broker) {
    return prepared(broker::address);
  }

  static String prepared(TestCluster cluster) {
    return prepared(cluster::address);
  }

  private static String prepared(UnaryOperator<String> addresses) {
    String address = addresses.apply("t" + NUMBER.incrementAndGet());
    PROVIDER.init(address);
    return address;
  }

  /// @return the queue as one process opens it
  JobQueue open(String address) {
    Opening opening = new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
    openings.push(opening);
    return PROVIDER.queue(address, opening);
  }

  /// Closes the queue that was opened last.
  void closeLast() {
    openings.pop().close();
  }

  static Message message(int number) {
    return new Message(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Version("%016x".formatted(number)),
        "upload");
  }

  static Admin admin(TestBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + broker.port()));
  }

  /// Changes a setting as an operator does.
  static void set(ConfigResource.Type type, String name, String setting, String value)
      throws Exception {
    try (Admin admin = admin(broker())) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(type, name),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  /// @return the topic that an address names
  static String topic(String address) {
    return address.substring(address.indexOf("topic=") + "topic=".length());
  }

  @Override
  public void close() {
    while (!openings.isEmpty()) {
      closeLast();
    }
  }
}
