package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.Scenario.Errand;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Orders.Deed;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.chaos.stack.Tickets;
import dev.tintype.core.flow.StepBoundary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One scenario on one stack. Each image meets one death at the boundary; then every image must
/// reach its one end.
final class KillRun {

  private static final int ORIGINALS = 5;
  private static final int WORKERS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Scenario scenario;
  private final Stack stack;
  private final int images;
  private final Customer customer;
  private final Inspection inspection;
  private final Map<Integer, List<String>> calm = new HashMap<>();

  KillRun(Scenario scenario, Stack stack, int images) {
    this.scenario = scenario;
    this.stack = stack;
    this.images = images;
    this.customer = stack.customer();
    this.inspection = new Inspection(stack, customer);
  }

  /// The result.
  ///
  /// @param deaths how many processes died at the boundary
  /// @param converged images with the expected end
  /// @param identical images whose files equal those of a run without deaths
  /// @param toldOnce images with exactly one notification id
  /// @param damages files that are not as promised
  record Result(int deaths, int converged, int identical, int toldOnce, int damages) {}

  Result run() throws InterruptedException {
    try (customer) {
      stack.startWorkers(WORKERS, Orders.CALM);
      for (int i = 0; i < ORIGINALS; i++) {
        calm.put(i, Customer.variants(ended(customer.upload(Originals.jpeg(i)))));
      }
      List<String> ids = prepared();
      Tickets tickets = stack.tickets("deaths");
      Orders deadly = Orders.at(scenario.boundary(), scenario.deed(), tickets.folder());
      ids =
          switch (scenario.victim()) {
            case WORKER -> killWorkers(ids, deadly, tickets);
            case SERVER -> killServer(ids, deadly, tickets);
          };
      return result(ids, tickets);
    }
  }

  private JsonNode ended(String id) throws InterruptedException {
    return inspection.ended(id, PATIENCE);
  }

  /// Makes images ready before anything dies, if the task needs them.
  private List<String> prepared() throws InterruptedException {
    if (scenario.errand() != Errand.REPROCESS && scenario.errand() != Errand.ERASE) {
      return List.of();
    }
    List<String> ids = uploadAll(() -> {});
    for (String id : ids) {
      ended(id);
    }
    return ids;
  }

  private List<String> uploadAll(Runnable beforeEach) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      beforeEach.run();
      byte[] original =
          scenario.errand() == Errand.TRUNCATED
              ? Originals.truncated(i)
              : Originals.jpeg(i % ORIGINALS);
      ids.add(customer.upload(original, scenario.errand() == Errand.UPLOAD_ASKED_TWICE ? 2 : 1));
    }
    return ids;
  }

  private List<String> killWorkers(List<String> none, Orders deadly, Tickets tickets)
      throws InterruptedException {
    stack.stopWorkers();
    tickets.issue(images);
    List<String> ids = none.isEmpty() ? uploadAll(() -> {}) : none;
    boolean faults = scenario.errand() == Errand.UPLOAD_WITH_FAULTS;
    stack.startWorkers(WORKERS, faults ? deadly.failing(0.5, 0, 1) : deadly);
    awaitUsed(tickets);
    if (faults) {
      stack.startWorkers(WORKERS, Orders.CALM);
    }
    return ids;
  }

  /// Allows at most one death per image, issued when its turn comes. Retries cross the same
  /// boundary again and would otherwise die of the tickets for later images.
  private List<String> killServer(List<String> ready, Orders deadly, Tickets tickets)
      throws InterruptedException {
    if (scenario.errand() == Errand.UPLOAD_WHOSE_WORKER_DIED) {
      Tickets deaths = stack.tickets("claims");
      deaths.issue(images);
      stack.startWorkers(WORKERS, Orders.at(StepBoundary.CLAIMED, Deed.HALT, deaths.folder()));
    }
    stack.orderServer(deadly);
    List<String> ids =
        switch (scenario.errand()) {
          case REPROCESS -> {
            for (String id : ready) {
              tickets.issue(1);
              customer.ask(
                  "POST", "/images/" + id + "/reprocess", "{\"recipe\":\"tiny\",\"default\":true}");
            }
            yield ready;
          }
          case ERASE -> {
            for (String id : ready) {
              tickets.issue(1);
              customer.ask("DELETE", "/images/" + id, "");
            }
            yield ready;
          }
          default -> uploadAll(() -> tickets.issue(1));
        };
    awaitUsed(tickets);
    stack.orderServer(Orders.CALM);
    return ids;
  }

  /// Waits until the tickets are used. Some boundaries are crossed fewer times than there are
  /// images, for example when one sweep handles all of them.
  private void awaitUsed(Tickets tickets) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (tickets.left() > 0 && System.nanoTime() < until) {
      Thread.sleep(200);
    }
  }

  /// Counts deaths at the end, because on a slow machine some come after the wait for them.
  private Result result(List<String> ids, Tickets deaths) throws InterruptedException {
    int converged = 0;
    int identical = 0;
    int toldOnce = 0;
    for (int i = 0; i < ids.size(); i++) {
      boolean erased = scenario.errand() == Errand.ERASE;
      JsonNode image = erased ? customer.image(ids.get(i)) : ended(ids.get(i));
      converged += isAsItShould(image, ids.get(i)) ? 1 : 0;
      identical += isIdentical(image, i) ? 1 : 0;
      toldOnce += inspection.isToldOnceForEach(ends(), ids.get(i), PATIENCE) ? 1 : 0;
    }
    return new Result(
        images - deaths.left(), converged, identical, toldOnce, inspection.damages().size());
  }

  private int ends() {
    return scenario.errand() == Errand.REPROCESS ? 2 : 1;
  }

  private boolean isAsItShould(JsonNode image, String id) throws InterruptedException {
    return switch (scenario.errand()) {
      case TRUNCATED -> image.path("reason").asText().equals("truncated");
      case ERASE -> customer.ask("GET", "/images/" + id, "").status() == 410 && filesGone(id);
      default -> image.path("state").asText().equals("ready");
    };
  }

  private boolean filesGone(String id) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      if (stack.home().filesOf(id) == 0) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }

  private boolean isIdentical(JsonNode image, int number) {
    return switch (scenario.errand()) {
      case TRUNCATED, ERASE -> Customer.variants(image).isEmpty();
      case REPROCESS -> Customer.variants(image).size() == 3;
      default -> Customer.variants(image).equals(calm.get(number % ORIGINALS));
    };
  }
}
