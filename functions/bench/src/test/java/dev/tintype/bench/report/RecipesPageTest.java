package dev.tintype.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.recipe.Recipes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipesPageTest {

  private static final String CURVE =
      """
      {"cpu": 1.5, "sizes": {"320": {"quality": 50, "bytes": 1}, "960": {"quality": 51, "bytes": 2},
      "1920": {"quality": 52, "bytes": 3}}}
      """;

  private static String page(Map<String, JsonObject> figures) {
    return new RecipesPage(figures, "a machine", Recipes.builtIn(), List.of()).text();
  }

  @Test
  void thePageHasNoTableOfEffortsUntilTheyAreMeasured() {
    assertThat(page(Map.of())).contains("### Options").doesNotContain("What each effort saves");
    assertThat(page(Map.of("curve/avif/3", Json.parse(CURVE))))
        .contains(
            "### What each effort saves", "| avif | 3 | 50.0 / 51.0 / 52.0 | 1 | 2 | 3 | 1.50 |");
  }
}
