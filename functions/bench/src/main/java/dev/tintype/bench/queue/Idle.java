package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The processor time of receivers that wait for a message, each as in a process of its own, and of
/// the server meanwhile.
///
/// @param address of an empty queue
/// @param server counted besides this process
/// @param rounds how often it is measured
/// @param round how long each time
record Idle(String address, Family server, int rounds, Duration round) {

  private static final int RECEIVERS = 50;
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  /// As long as a worker waits at a time.
  private static final Duration WAIT = Duration.ofSeconds(1);

  private static final Duration SETTLING = Duration.ofSeconds(15);

  ObjectNode measure() throws Exception {
    List<OpenQueue> queues = new ArrayList<>();
    try {
      for (int i = 0; i < RECEIVERS; i++) {
        queues.add(OpenQueue.open(address));
      }
      AtomicBoolean over = new AtomicBoolean();
      ObjectNode figures = Json.object();
      Threads.together(
          RECEIVERS + 1,
          thread -> {
            if (thread == RECEIVERS) {
              try {
                figures.setAll(watched());
              } finally {
                over.set(true);
              }
            }
            while (!over.get()) {
              queues.get(thread).queue().receive(WAIT, HIDDEN);
            }
          });
      return figures;
    } finally {
      queues.forEach(OpenQueue::close);
    }
  }

  private ObjectNode watched() throws Exception {
    Thread.sleep(SETTLING);
    double[] here = new double[rounds];
    double[] there = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double own = Family.own().cpuSeconds();
      double theirs = server.cpuSeconds();
      long began = System.nanoTime();
      Thread.sleep(round);
      double seconds = (System.nanoTime() - began) / 1e9;
      here[i] = (Family.own().cpuSeconds() - own) * 100 / seconds;
      there[i] = (server.cpuSeconds() - theirs) * 100 / seconds;
    }
    Arrays.sort(here);
    Arrays.sort(there);
    return Json.object()
        .put("receivers", RECEIVERS)
        .put("clientPercent", here[rounds / 2])
        .put("serverPercent", there[rounds / 2]);
  }
}
