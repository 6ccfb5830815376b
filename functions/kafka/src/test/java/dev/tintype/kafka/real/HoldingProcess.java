package dev.tintype.kafka.real;

import dev.tintype.core.port.JobQueue;
import java.time.Duration;

/// A worker that receives a message and never ends its work.
final class HoldingProcess {

  private HoldingProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (Queues queues = new Queues()) {
      JobQueue queue = queues.open(arguments[0]);
      System.out.println(queue.receive(Queues.PATIENT, Duration.ofMinutes(5)).orElseThrow().body());
      Thread.currentThread().join();
    }
  }
}
