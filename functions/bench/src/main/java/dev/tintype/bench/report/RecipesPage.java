package dev.tintype.bench.report;

import dev.tintype.bench.contestant.Name;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.bench.figure.Row;
import dev.tintype.bench.quality.Judged;
import dev.tintype.bench.quality.Studio;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The measured part of `docs/recipes.md`.
public final class RecipesPage {

  private final Map<String, JsonObject> figures;
  private final String versions;
  private final List<Recipe> recipes;
  private final List<String> photos;

  /// @param figures all stored figures, by id
  /// @param versions machine and software, in one line
  /// @param recipes the recipes to report, the default one last
  /// @param photos the photographs with measured costs
  public RecipesPage(
      Map<String, JsonObject> figures, String versions, List<Recipe> recipes, List<String> photos) {
    this.figures = figures;
    this.versions = versions;
    this.recipes = List.copyOf(recipes);
    this.photos = List.copyOf(photos);
  }

  /// @return Markdown; the efforts are left out until they are measured
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add("Measured on: " + versions + ".");
    parts.add("### Options\n\n" + options());
    parts.add("### How alike they look\n\n" + looks());
    parts.add("### What they cost\n\n" + costs());
    if (figures.keySet().stream().anyMatch(id -> id.startsWith("curve/"))) {
      parts.add("### What each effort saves\n\n" + curves());
    }
    return String.join("\n\n", parts) + "\n";
  }

  private String options() {
    Table table = new Table("recipe", "AVIF", "WebP", "JPEG");
    for (Recipe recipe : recipes) {
      table.add(
          recipe.name(),
          options(recipe, Format.AVIF),
          options(recipe, Format.WEBP),
          options(recipe, Format.JPEG));
    }
    return table.text();
  }

  private static String options(Recipe recipe, Format format) {
    List<Encoding> encodings = recipe.formats().encodings().getOrDefault(format, List.of());
    return encodings.stream()
        .map(e ->
            (e.upToPx() == Encoding.ANY_WIDTH
                    ? (encodings.size() > 1 ? "wider: " : "")
                    : "to " + e.upToPx() + " px: ")
                + fidelity(e)
                + ", effort "
                + e.effort())
        .collect(Collectors.joining("; "));
  }

  private static String fidelity(Encoding encoding) {
    return switch (encoding.fidelity()) {
      case Encoding.Lossy(int quality, Encoding.Chroma _) -> "quality " + quality;
      case Encoding.Lossless _ -> "lossless";
    };
  }

  private String looks() {
    Table table =
        new Table("recipe", "format", "size", "SSIMULACRA2, mean", "lowest–highest", "bytes");
    for (Recipe recipe : recipes) {
      Optional<Judged> judged =
          Optional.ofNullable(figures.get("quality/" + recipe.name())).map(Judged::read);
      if (judged.isPresent()) {
        for (Format format : recipe.formats().all()) {
          for (int size : Studio.SIZES) {
            looks(table, recipe.name(), judged.get(), format, size);
          }
        }
      }
    }
    return table.text();
  }

  private static void looks(Table table, String recipe, Judged judged, Format format, int size) {
    table.add(
        recipe,
        format.id(),
        Integer.toString(size),
        Promise.number(judged.meanScore(format, size), 1),
        Promise.number(judged.lowestScore(format, size), 1)
            + "–"
            + Promise.number(judged.highestScore(format, size), 1),
        Long.toString(judged.bytes(format, size)));
  }

  private String costs() {
    List<String> heads = new ArrayList<>(List.of("photograph"));
    for (Recipe recipe : recipes) {
      heads.add(recipe.name() + ", kB");
      heads.add(recipe.name() + ", CPU s");
    }
    Table table = new Table(heads.toArray(String[]::new));
    for (String photo : photos) {
      List<String> cells = new ArrayList<>(List.of(photo));
      for (Recipe recipe : recipes) {
        Optional<Row> row =
            Optional.ofNullable(figures.get("cost/" + recipe.name() + "/" + photo)).map(Row::read);
        cells.add(row.map(r -> kilobytes(r)).orElse("–"));
        cells.add(
            row.map(r -> Promise.number(r.spread(Name.TINTYPE, Sample::cpu).median(), 2))
                .orElse("–"));
      }
      table.add(cells.toArray(String[]::new));
    }
    return table.text();
  }

  private static String kilobytes(Row row) {
    return Long.toString(row.samples(Name.TINTYPE).getFirst().bytes() / 1000);
  }

  private String curves() {
    Table table =
        new Table(
            "format",
            "effort",
            "quality at 320 / 960 / 1920 px",
            "bytes at 320 px",
            "960 px",
            "1920 px",
            "CPU s, 12 MP, this format alone");
    figures.forEach((id, json) -> {
      if (id.startsWith("curve/")) {
        curve(table, id, json);
      }
    });
    return table.text();
  }

  private static void curve(Table table, String id, JsonObject json) {
    JsonObject sizes = json.object("sizes");
    List<JsonObject> points =
        Studio.SIZES.stream().map(size -> sizes.object(Integer.toString(size))).toList();
    List<String> cells = new ArrayList<>(List.of(id.split("/", -1)).subList(1, 3));
    cells.add(
        points.stream()
            .map(point -> Promise.number(point.node().path("quality").asDouble(), 1))
            .collect(Collectors.joining(" / ")));
    points.forEach(point -> cells.add(Long.toString(point.integer("bytes", 0, Long.MAX_VALUE))));
    cells.add(Promise.number(json.node().path("cpu").asDouble(), 2));
    table.add(cells.toArray(String[]::new));
  }
}
