package dev.tintype.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Message;
import dev.tintype.core.recipe.Recipes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public final class FuzzedParsersTest {

  private static final ImageId IMAGE = new ImageId("01JD0000000000000000000000");
  private static final Version VERSION = new Version("0123456789abcdef");

  @TempDir private Path findings;

  @Test
  void anyRecipeTextIsReadOrRefused() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (Recipe recipe : Recipes.builtIn()) {
      seeds.add(Json.bytes(RecipeJson.write(recipe)));
    }
    JazzerRun.Ended ended = JazzerRun.of(RecipeTarget.class, findings, seeds);
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }

  @Test
  void anyKeyOrMessageIsReadOrRefused() throws Exception {
    JazzerRun.Ended ended =
        JazzerRun.of(
            KeyTarget.class,
            findings,
            List.of(
                utf8(Keys.original(IMAGE, Sha256.of("x"))),
                utf8(Keys.manifest(IMAGE, VERSION)),
                utf8(new Message(IMAGE, VERSION, "upload").json())));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }

  @Test
  void aFindingOfTheFuzzerIsReported() throws Exception {
    JazzerRun.Ended ended = JazzerRun.of(BrokenTarget.class, findings, List.of());
    assertThat(ended.foundNothing()).as(ended.said()).isFalse();
    assertThat(ended.said()).contains("found by Jazzer");
    assertThat(findings).isDirectoryContaining("glob:**crash-*");
  }

  /// A fuzz target with a bug.
  public static final class BrokenTarget {

    private BrokenTarget() {}

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] bytes) {
      if (bytes.length > 1 && bytes[0] == 'j') {
        throw new IllegalStateException("found by Jazzer");
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
