package dev.tintype.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Recipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.render.fit.AdmissionFit.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Predicted and actual peak memory of every measured kind of original.
///
/// @param rows in the grid's order
public record AdmissionPart(List<Line> rows) {

  private static final double MIB = 1L << 20;
  private static final int ANY = Integer.MAX_VALUE;

  /// Copies the list.
  public AdmissionPart {
    rows = List.copyOf(rows);
  }

  /// One measurement.
  ///
  /// @param kind the kind of original
  /// @param recipe the recipe
  /// @param measured the result
  public record Line(String kind, String recipe, Measured measured) {

    double ratio() {
      return measured.predictedBytes() / (double) Math.max(1, measured.actualBytes());
    }

    String text() {
      long pixels = (long) measured.width() * measured.largest() * measured.frames();
      return String.format(
          Locale.ROOT,
          "| %s | %s | %d × %d%s | %.0f | %.0f | %.0f | %.2f |%n",
          kind,
          recipe,
          measured.width(),
          measured.largest(),
          measured.frames() > 1 ? ", " + measured.frames() + " frames" : "",
          pixels / 1e6,
          measured.predictedBytes() / MIB,
          measured.actualBytes() / MIB,
          ratio());
    }
  }

  /// The id of a stored measurement.
  public static String id(String kind, Recipe recipe) {
    return "admission/" + recipe.name() + "/" + kind;
  }

  /// A measurement in stored form.
  public static ObjectNode figure(String kind, Recipe recipe, Measured measured) {
    return Json.object()
        .put("id", id(kind, recipe))
        .put("width", measured.width())
        .put("largest", measured.largest())
        .put("frames", measured.frames())
        .put("fileBytes", measured.fileBytes())
        .put("predictedBytes", measured.predictedBytes())
        .put("actualBytes", measured.actualBytes())
        .put("outcome", measured.outcome());
  }

  /// Selects the stored measurements of these kinds and recipes.
  public static AdmissionPart of(
      List<String> kinds, List<Recipe> recipes, Map<String, JsonObject> figures) {
    List<Line> rows = new ArrayList<>();
    for (String kind : kinds) {
      for (Recipe recipe : recipes) {
        JsonObject json = figures.get(id(kind, recipe));
        if (json != null) {
          rows.add(new Line(kind, recipe.name(), measured(json)));
        }
      }
    }
    return new AdmissionPart(rows);
  }

  private static Measured measured(JsonObject json) {
    return new Measured(
        json.int32("width", 1, ANY),
        json.int32("largest", 1, ANY),
        json.int32("frames", 1, ANY),
        json.integer("fileBytes", 0, Long.MAX_VALUE),
        json.integer("predictedBytes", 0, Long.MAX_VALUE),
        json.integer("actualBytes", 0, Long.MAX_VALUE),
        json.text("outcome"));
  }

  /// @return whether every original was rendered and no renderer exceeded its prediction
  public boolean holds() {
    return rows.stream().allMatch(row -> row.ratio() >= 1 && rendered(row));
  }

  private static boolean rendered(Line row) {
    return row.measured().outcome().equals("rendered");
  }

  /// @return a table and a summary in Markdown
  public String text() {
    StringBuilder out =
        new StringBuilder(
            """
            | original | recipe | largest admitted, px | megapixels | predicted MiB | actual MiB | ratio |
            |---|---|---|---:|---:|---:|---:|
            """);
    rows.forEach(row -> out.append(row.text()));
    double[] ratios = rows.stream().mapToDouble(Line::ratio).sorted().toArray();
    long peak = rows.stream().mapToLong(row -> row.measured().actualBytes()).max().orElse(0);
    if (ratios.length > 0) {
      out.append(
          String.format(
              Locale.ROOT,
              "%n%d measurements. Predicted / actual: lowest %.2f, median %.2f, highest %.2f."
                  + " Largest peak: %.0f MiB (%.2f GB).%n",
              ratios.length,
              ratios[0],
              ratios[ratios.length / 2],
              ratios[ratios.length - 1],
              peak / MIB,
              peak / 1e9));
    }
    rows.stream()
        .filter(row -> !rendered(row))
        .forEach(row ->
            out.append(
                "\n* %s, %s: %s\n".formatted(row.kind(), row.recipe(), row.measured().outcome())));
    return out.toString();
  }
}
