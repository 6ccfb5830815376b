package dev.tintype.cli.capacity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.cli.plan.Made;
import dev.tintype.core.Recipe;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How far off the estimate is: it is fitted on a fifth of a sample, and compared with what the
/// other images took; that is done with each fifth in turn. Of the others, only what can be read
/// from the originals is known.
///
/// @param fitted on how many images
/// @param predicted for how many
/// @param lines one for each thing that is estimated
public record CapacityCheck(int fitted, int predicted, List<Line> lines) {

  private static final int FIFTHS = 5;
  private static final double MICROS_PER_SECOND = 1e6;

  /// Copies the list.
  public CapacityCheck {
    lines = List.copyOf(lines);
  }

  /// What was predicted for some images, and what came.
  private record Pair(double predicted, double actual) {

    /// @return by how much the prediction is too high, as a part of what came
    double error() {
      return predicted / actual - 1;
    }
  }

  /// One thing that is estimated.
  ///
  /// @param name `files`, `bytes` or `cpuSeconds`
  /// @param first of the images that do not belong to the first fifth
  /// @param errors with each fifth in turn
  record Line(String name, Pair first, List<Double> errors) {}

  /// An image that was rendered.
  private record Known(Rendered picture, Made made, long variants) {}

  /// @return absent when too few images were rendered under the recipe
  public static Optional<CapacityCheck> of(Sample sample, Recipe recipe) {
    List<Known> all =
        sample.pictures().stream().flatMap(picture -> known(picture, recipe).stream()).toList();
    List<Map<String, Pair>> turns = new ArrayList<>();
    for (int fifth = 0; fifth < FIFTHS && all.size() >= FIFTHS; fifth++) {
      compared(all, fifth, recipe).ifPresent(turns::add);
    }
    if (turns.size() < FIFTHS) {
      return Optional.empty();
    }
    int fitted = (all.size() + FIFTHS - 1) / FIFTHS;
    List<Line> lines =
        turns.getFirst().entrySet().stream()
            .map(line ->
                new Line(
                    line.getKey(),
                    line.getValue(),
                    turns.stream()
                        .flatMap(turn -> Stream.ofNullable(turn.get(line.getKey())))
                        .map(Pair::error)
                        .toList()))
            .toList();
    return Optional.of(new CapacityCheck(fitted, all.size() - fitted, lines));
  }

  private static Optional<Known> known(Rendered picture, Recipe recipe) {
    ImagePlan plan =
        ImagePlan.first(
            picture.original(), picture.bytes(), recipe, picture.focus(), picture.known());
    return Made.of(plan).map(made -> new Known(picture, made, plan.variants().encoded()));
  }

  private static Optional<Map<String, Pair>> compared(List<Known> all, int fifth, Recipe recipe) {
    List<Rendered> fitted = new ArrayList<>();
    List<Known> held = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % FIFTHS == fifth) {
        fitted.add(all.get(i).picture());
      } else {
        held.add(all.get(i));
      }
    }
    List<Rendered> unseen = held.stream().map(each -> each.picture().unseen()).toList();
    return new Estimator(new Sample("a part", /* isOwn= */ true, fitted))
        .perImage(recipe, unseen)
        .map(one -> pairs(one, held));
  }

  private static Map<String, Pair> pairs(PerImage one, List<Known> held) {
    int images = held.size();
    Map<String, Pair> pairs = new LinkedHashMap<>();
    pairs.put("files", new Pair(images * one.variants(), sum(held, Known::variants)));
    pairs.put(
        "bytes",
        new Pair(images * one.variantBytes().orElse(0.0), sum(held, each -> each.made().bytes())));
    pairs.put(
        "cpuSeconds",
        new Pair(
            images * one.cpuSeconds().orElse(0.0),
            sum(held, each -> each.made().micros()) / MICROS_PER_SECOND));
    return pairs;
  }

  private static double sum(List<Known> images, ToLongFunction<Known> of) {
    return (double) images.stream().mapToLong(of).sum();
  }

  /// @return a table
  public List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(
        "fitted on %s, compared with %d others; with each fifth of the images in turn"
            .formatted(HumanText.count(fitted, "image"), predicted));
    text.add("");
    for (Line line : lines) {
      text.add(
          String.format(
              Locale.ROOT,
              "%-10s predicted %,.0f, came %,.0f: off by %s",
              line.name(),
              line.first().predicted(),
              line.first().actual(),
              line.errors().stream()
                  .map(error -> String.format(Locale.ROOT, "%+.1f %%", 100 * error))
                  .collect(Collectors.joining(", "))));
    }
    return text;
  }

  /// @return the same as a tree
  public ObjectNode json() {
    ObjectNode json = Json.object().put("fitted", fitted).put("predicted", predicted);
    ArrayNode array = json.putArray("lines");
    for (Line line : lines) {
      ArrayNode errors =
          array
              .addObject()
              .put("line", line.name())
              .put("predicted", Math.round(line.first().predicted()))
              .put("actual", Math.round(line.first().actual()))
              .putArray("errorPercents");
      line.errors().forEach(error -> errors.add(Math.round(10_000 * error) / 100.0));
    }
    return json;
  }
}
