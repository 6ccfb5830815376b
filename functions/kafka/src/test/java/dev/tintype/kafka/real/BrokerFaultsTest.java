package dev.tintype.kafka.real;

import static dev.tintype.kafka.real.Queues.HIDDEN;
import static dev.tintype.kafka.real.Queues.PATIENT;
import static dev.tintype.kafka.real.Queues.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.kafka.Cable;
import dev.tintype.kafka.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The broker is killed, cut off, or has no room, while messages are sent and received. The
/// properties `kills` and `cut.seconds` make the runs longer.
class BrokerFaultsTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final Queues queues = new Queues();

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void nothingThatWasAnsweredIsLostWhenTheBrokerIsKilled() throws Exception {
    try (TestBroker broker = new TestBroker(Queues.folder("killed")).start();
        LoadThroughFaults load = new LoadThroughFaults(queues, Queues.prepared(broker))) {
      for (int kill = 0; kill < Integer.getInteger("kills", 3); kill++) {
        load.awaitReceived(50, LONG);
        broker.kill();
        broker.start();
      }
      load.awaitReceived(50, LONG);
      assertThat(load.lost(LONG)).isEmpty();
      queues.close();
    }
  }

  @Test
  void nothingThatWasAnsweredIsLostWhenTheNetworkIsCut() throws Exception {
    cutOff(Cable::cut);
  }

  @Test
  void nothingThatWasAnsweredIsLostWhenTheNetworkIsSilent() throws Exception {
    cutOff(Cable::silence);
  }

  private void cutOff(java.util.function.Consumer<Cable> harm) throws Exception {
    TestBroker broker = new TestBroker(Queues.folder("cut"));
    try (Cable cable = new Cable(broker::behind);
        broker) {
      broker.knownAt(cable.port()).start();
      try (LoadThroughFaults load = new LoadThroughFaults(queues, Queues.prepared(broker))) {
        load.awaitReceived(50, LONG);
        harm.accept(cable);
        Thread.sleep(Duration.ofSeconds(Long.getLong("cut.seconds", 25)));
        assertThat(load.refusedSends()).isPositive();
        assertThat(load.refusedReceives()).isPositive();
        cable.mend();
        load.awaitReceived(50, LONG);
        assertThat(load.lost(LONG)).isEmpty();
        queues.close();
      }
    }
  }

  @Test
  void aWorkerThatIsCutOffLosesItsMessageToAnotherAndCannotRemoveIt() throws Exception {
    TestBroker broker = new TestBroker(Queues.folder("slow"));
    try (Cable cable = new Cable(broker::behind);
        broker) {
      broker
          .put("group.share.min.record.lock.duration.ms", "5000")
          .put("group.share.record.lock.duration.ms", "15000")
          .knownAt(cable.port())
          .start();
      String address = Queues.prepared(broker);
      JobQueue slow = queues.open(address);
      JobQueue other = queues.open(address.replace(broker.server(), "127.0.0.1:" + broker.port()));
      other.send(message(1), Duration.ZERO);
      Delivery lost = slow.receive(PATIENT, HIDDEN).orElseThrow();
      cable.silence();
      Optional<Delivery> ours = Optional.empty();
      long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (ours.isEmpty() && System.nanoTime() - end < 0) {
        ours = other.receive(Duration.ofSeconds(5), HIDDEN);
      }
      assertThat(ours.orElseThrow().body()).isEqualTo(lost.body());
      cable.mend();
      assertThat(isExtended(slow, lost)).isFalse();
      slow.acknowledge(lost);
      assertThat(other.extend(ours.get(), HIDDEN)).isTrue();
      other.acknowledge(ours.get());
      assertThat(other.depth().visible() + other.depth().hidden()).isZero();
      queues.close();
    }
  }

  private static boolean isExtended(JobQueue queue, Delivery delivery) {
    try {
      return queue.extend(delivery, HIDDEN);
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  @Test
  void whatAKilledProcessHadIsDeliveredToAnother() throws Exception {
    String address = Queues.prepared();
    JobQueue queue = queues.open(address);
    queue.send(message(1), Duration.ZERO);
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldingProcess.class.getName(),
                address)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String body = worker.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(body).isEqualTo(message(1).json());
      assertThat(queue.receive(Duration.ofSeconds(2), HIDDEN)).isEmpty();
      worker.destroyForcibly().waitFor();
      long killed = System.nanoTime();
      Optional<Delivery> delivery = queue.receive(LONG, HIDDEN);
      System.out.println(
          "after " + (System.nanoTime() - killed) / 1_000_000 + " ms another has the message");
      assertThat(delivery.orElseThrow().body()).isEqualTo(body);
    } finally {
      worker.destroyForcibly();
    }
  }

  /// A broker whose disk is full stops.
  @Test
  void aFullDiskRefusesMessagesAndLosesNone() throws Exception {
    Path disk = Queues.folder("disk");
    run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
    try (TestBroker broker =
        new TestBroker(Queues.folder("full"))
            .put("log.dirs", disk.resolve("data").toString())
            .put("log.index.size.max.bytes", "65536")
            .put("log.segment.bytes", "1048576")
            .start()) {
      String address = Queues.prepared(broker);
      JobQueue queue = queues.open(address);
      queue.send(message(1), Duration.ZERO);
      Path filler = disk.resolve("filler");
      fill(filler);
      int answered = 1;
      try {
        while (answered < 1_000_000) {
          queue.send(message(answered + 1), Duration.ZERO);
          answered++;
        }
      } catch (StoreUnavailable e) {
        System.out.println(
            answered + " sends were answered on the full disk, then: " + e.getMessage());
      }
      broker.kill();
      Files.delete(filler);
      broker.start();
      for (int number = 1; number <= answered; number++) {
        Delivery delivery = queue.receive(LONG, HIDDEN).orElseThrow();
        queue.acknowledge(delivery);
      }
      queues.close();
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static void fill(Path filler) throws Exception {
    byte[] block = new byte[4_096];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (java.io.IOException _) {
      // full
    }
  }

  private static void run(String... words) throws Exception {
    int status = new ProcessBuilder(words).inheritIO().start().waitFor();
    assertThat(status).as(String.join(" ", words)).isZero();
  }
}
