package dev.tintype.chaos.stack;

import dev.tintype.core.flow.StepBoundary;

/// Does at a boundary what its process is ordered to, while there are tickets.
final class OrderedBoundary implements StepBoundary {

  /// What a process that was killed would answer too.
  private static final int KILLED = 137;

  private final Orders orders;
  private final Tickets tickets;

  OrderedBoundary(Orders orders) {
    this.orders = orders;
    this.tickets = new Tickets(orders.tickets());
  }

  @Override
  public void reached(String boundary) {
    if (!boundary.equals(orders.boundary())) {
      return;
    }
    switch (orders.deed()) {
      case HALT -> {
        if (tickets.take()) {
          Runtime.getRuntime().halt(KILLED);
        }
      }
      case KILL_RENDERER -> {
        // The renderer sees to it.
        return;
      }
      case STAND -> {
        if (tickets.take()) {
          stand(boundary);
        }
      }
    }
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
