package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Orders.Deed;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.chaos.stack.Stack.Standing;
import dev.tintype.core.flow.StepBoundary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos freeze`: stops real workers beyond their lease and continues them.
@Command(
    name = "freeze",
    description =
        "Stops workers with SIGSTOP in the middle of an image, past their lease of 90 s, lets "
            + "others finish it, and continues them.")
final class FreezeCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "boundary",
          "workers frozen",
          "finished by others meanwhile",
          "changed after they woke",
          "one notification id",
          "damaged files",
          "took");

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Mixin private Run run = new Run();

  @Option(names = "--workers", description = "frozen at each boundary (${DEFAULT-VALUE})")
  private int workers = 5;

  @Option(names = "--boundary", split = ",", description = "where (${DEFAULT-VALUE})")
  private List<String> boundaries =
      List.of(
          StepBoundary.CLAIMED,
          StepBoundary.RENDERED,
          StepBoundary.PUBLISHED + "32.webp",
          StepBoundary.MANIFEST_PUBLISHED);

  @Override
  public Integer call() throws Exception {
    boolean good = true;
    for (String boundary : boundaries) {
      good &= play(boundary);
    }
    return good ? 0 : 1;
  }

  private boolean play(String boundary) throws Exception {
    long began = System.nanoTime();
    try (Stack stack = new Stack(run.fresh("freeze-" + boundary), run.libvips());
        Customer customer = stack.customer()) {
      Inspection inspection = new Inspection(stack, customer);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        ids.add(customer.upload(Originals.jpeg(i)));
      }
      List<Standing> frozen = freeze(stack, boundary);
      Map<String, String> ready = new HashMap<>();
      for (String id : ids) {
        JsonNode image = inspection.ended(id, PATIENCE);
        if (image.path("state").asText().equals("ready")) {
          ready.put(id, image.toString());
        }
      }
      for (Standing one : frozen) {
        signal("CONT", one);
      }
      // Leaves time for a late write. A frozen worker has at most a second of work left.
      Thread.sleep(10_000);
      int changed = 0;
      int toldOnce = 0;
      for (String id : ids) {
        changed += customer.image(id).toString().equals(ready.get(id)) ? 0 : 1;
        toldOnce += inspection.isToldOnceForEach(1, id, PATIENCE) ? 1 : 0;
      }
      int damages = inspection.damages().size();
      run.tell(
          Run.section("freeze"),
          HEADER,
          List.of(
              boundary,
              Integer.toString(frozen.size()),
              Integer.toString(ready.size()),
              Integer.toString(changed),
              Integer.toString(toldOnce),
              Integer.toString(damages),
              Run.seconds(began)));
      return frozen.size() == workers
          && ready.size() == workers
          && toldOnce == workers
          && changed + damages == 0;
    }
  }

  /// Lets each worker stop at the boundary. When all have, they get SIGSTOP, and one more worker
  /// continues the work.
  private List<Standing> freeze(Stack stack, String boundary)
      throws IOException, InterruptedException {
    stack.tickets("stands").issue(workers);
    stack.startWorkers(
        workers + 1, Orders.at(boundary, Deed.STAND, stack.tickets("stands").folder()));
    List<Standing> frozen = new ArrayList<>();
    while (frozen.size() < workers) {
      Standing next = stack.nextStanding(60).orElse(null);
      if (next == null) {
        return frozen;
      }
      signal("STOP", next);
      frozen.add(next);
    }
    return frozen;
  }

  private static void signal(String name, Standing standing)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(standing.process().pid()))
        .inheritIO()
        .start()
        .waitFor();
  }
}
