package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos poison`: a few images that kill their renderer among many good ones.
@Command(
    name = "poison",
    description = "Renders many good images without, then with a few that kill their renderer.")
final class PoisonCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "run",
          "good",
          "good and ready",
          "poison",
          "poison failed(decoder_crashed)",
          "good images per second",
          "share of the calm throughput");

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int ORIGINALS = 20;

  /// Uses one of the product's recipes. With six tiny variants, the measurement would only show the
  /// start-up of renderers.
  private static final String RECIPE = "fast";

  @Mixin private Run run = new Run();

  @Option(names = "--good", description = "how many (${DEFAULT-VALUE})")
  private int good = 2_000;

  @Option(names = "--poison", description = "how many (${DEFAULT-VALUE})")
  private int poison = 20;

  @Option(names = "--workers", description = "how many (${DEFAULT-VALUE})")
  private int workers = 2;

  /// The result of one run.
  private record Tally(int ready, int crashed, double perSecond) {}

  @Override
  public Integer call() throws Exception {
    Tally calm = play("calm", 0);
    tell("calm", 0, calm, "");
    Tally poisoned = play("poisoned", poison);
    double share = poisoned.perSecond() / calm.perSecond();
    tell("with poison", poison, poisoned, String.format(Locale.ROOT, "%.2f", share));
    boolean isGood =
        calm.ready() == good && poisoned.ready() == good && poisoned.crashed() == poison;
    return isGood ? 0 : 1;
  }

  private void tell(String name, int poisoned, Tally tally, String share) throws Exception {
    run.tell(
        "poison",
        HEADER,
        List.of(
            name,
            Integer.toString(good),
            Integer.toString(tally.ready()),
            Integer.toString(poisoned),
            Integer.toString(tally.crashed()),
            String.format(Locale.ROOT, "%.1f", tally.perSecond()),
            share));
  }

  /// Uploads everything before the workers start, so that the measured time is theirs alone.
  private Tally play(String name, int poisoned) throws Exception {
    try (Stack stack = new Stack(run.fresh("poison-" + name), run.libvips());
        Customer customer = stack.customer()) {
      List<String> goods = new ArrayList<>();
      List<String> poisons = new ArrayList<>();
      for (int i = 0; i < good; i++) {
        goods.add(customer.upload(Originals.larger(i % ORIGINALS), RECIPE));
        if (poisoned > 0 && i % (good / poisoned) == 0 && poisons.size() < poisoned) {
          poisons.add(customer.upload(Originals.poison(Originals.larger(i)), RECIPE));
        }
      }
      long began = System.nanoTime();
      stack.startWorkers(workers, Orders.CALM);
      Inspection inspection = new Inspection(stack, customer);
      int ready = 0;
      for (String id : goods) {
        ready += is(inspection.ended(id, PATIENCE), "state", "ready") ? 1 : 0;
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      int crashed = 0;
      for (String id : poisons) {
        crashed += is(inspection.ended(id, PATIENCE), "reason", "decoder_crashed") ? 1 : 0;
      }
      return new Tally(ready, crashed, good / seconds);
    }
  }

  private static boolean is(JsonNode image, String field, String value) {
    return image.path(field).asText().equals(value);
  }
}
