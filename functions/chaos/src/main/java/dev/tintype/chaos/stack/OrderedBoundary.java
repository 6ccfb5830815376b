package dev.tintype.chaos.stack;

import dev.tintype.core.flow.StepBoundary;
import java.util.concurrent.atomic.AtomicInteger;

/// Does at a boundary what its process is ordered to, while there are tickets.
final class OrderedBoundary implements StepBoundary {

  /// What a process that was killed would answer too.
  private static final int KILLED = 137;

  private final Orders orders;
  private final Tickets tickets;
  private final AtomicInteger crossings = new AtomicInteger();

  OrderedBoundary(Orders orders) {
    this.orders = orders;
    this.tickets = new Tickets(orders.tickets());
  }

  @Override
  public void reached(String boundary) {
    if (!boundary.equals(orders.boundary())) {
      return;
    }
    int crossing = crossings.incrementAndGet();
    switch (orders.deed()) {
      case HALT -> {
        if (tickets.take()) {
          Runtime.getRuntime().halt(KILLED);
        }
      }
      case KILL_RENDERER -> {
        if (crossing % 2 == 1 && tickets.take()) {
          killRenderers();
        }
      }
      case STAND -> {
        if (tickets.take()) {
          stand(boundary);
        }
      }
    }
  }

  /// Kills every process below this one: of a worker these are its renderers.
  static void killRenderers() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /// Long enough to be stopped from outside meanwhile.
  private static void stand(String boundary) {
    System.out.println("{\"event\":\"stands\",\"boundary\":\"" + boundary + "\"}");
    System.out.flush();
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
