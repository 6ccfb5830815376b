package dev.tintype.chaos.stack;

import dev.tintype.core.flow.StepBoundary;

/// Performs the ordered action at a boundary while tickets are left.
final class OrderedBoundary implements StepBoundary {

  /// The exit status of a killed process.
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
        // [PoisonedRenderer] does this.
        return;
      }
      case STAND -> {
        if (tickets.take()) {
          stand(boundary);
        }
      }
    }
  }

  /// Waits long enough to be stopped from outside.
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
