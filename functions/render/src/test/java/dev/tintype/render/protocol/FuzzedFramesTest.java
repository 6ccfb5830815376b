package dev.tintype.render.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.fuzz.JazzerRun;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzedFramesTest {

  @TempDir private Path findings;

  @Test
  void fuzzedFramesAreReadOrRejected() throws Exception {
    Header header =
        new Header(
            OriginalFormat.PNG,
            new Dimensions(40, 30),
            1,
            1,
            3,
            8,
            false,
            1200,
            ColorSource.NONE,
            999);
    JazzerRun.Ended ended =
        JazzerRun.of(
            FrameTarget.class,
            findings,
            List.of(
                bytes(Frame.of(Frame.Type.HEADER, HeaderJson.write(header))),
                bytes(Frame.of(Frame.Type.GO, Json.object())),
                bytes(
                    Frame.of(
                        Frame.Type.RENDER,
                        Json.object().set("recipe", RecipeJson.write(Recipes.FAST))))));
    assertThat(ended.foundNothing()).as(ended.said()).isTrue();
  }

  private static byte[] bytes(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame.write(out);
    return out.toByteArray();
  }
}
