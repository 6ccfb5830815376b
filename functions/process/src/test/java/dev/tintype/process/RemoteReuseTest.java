package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Renderer.Rendering.Rendered;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.remote.RenderAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A rendering in another function that reuses files of an earlier version.
final class RemoteReuseTest extends RemoteRendering {

  private static final Recipe SMALL = SmallRecipe.SMALL;

  private final List<Integer> uploaded = new ArrayList<>();
  private ImageJob wanted;
  private Rendered full;

  @BeforeEach
  void renderAll() throws Exception {
    wanted = job(PHOTO, SMALL, Optional.empty());
    full = (Rendered) render(PHOTO, wanted, Optional.empty(), "full");
    function = counting(RemoteRendering::honestly);
  }

  private RenderFunction counting(RenderFunction inner) {
    return order -> {
      var invoked = inner.invoke(order);
      if (RenderAnswer.read(invoked.payload()) instanceof RenderAnswer.Rendered rendered) {
        uploaded.add(rendered.lengths().size());
      }
      return invoked;
    };
  }

  private Reuse reuse(Recipe before) throws Exception {
    ImageJob job = job(PHOTO, before, Optional.empty());
    Rendered rendered = (Rendered) render(PHOTO, job, Optional.empty(), "former");
    uploaded.clear();
    return renderer().reuse(wanted, List.of(new Former(job, rendered.manifest()))).orElseThrow();
  }

  private static Recipe with(List<Size> sizes) {
    return new Recipe("other", sizes, SMALL.formats(), SMALL.background(), SMALL.animation());
  }

  private static Recipe widest() {
    return with(List.of(SMALL.sizes().getLast()));
  }

  private Rendered assertEqual(Reuse reuse) throws Exception {
    Rendered part = (Rendered) render(PHOTO, wanted, Optional.of(reuse), "part");
    assertThat(ManifestJson.bytes(part.manifest())).isEqualTo(ManifestJson.bytes(full.manifest()));
    return part;
  }

  @Test
  void onlyTheOtherFilesAreUploaded() throws Exception {
    Rendered part = assertEqual(reuse(widest()));
    assertThat(part.files()).hasSize(3);
    assertThat(uploaded).containsExactly(3);
  }

  @Test
  void nothingIsUploadedIfNothingIsLeft() throws Exception {
    List<Size> more = new ArrayList<>(SMALL.sizes());
    more.addFirst(Size.ofWidth(10));
    Reuse reuse = reuse(with(more));
    // The smallest level is another one, so the placeholder is made.
    assertThat(reuse.placeholder()).isEmpty();
    Rendered part = assertEqual(reuse);
    assertThat(part.files()).isEmpty();

    Reuse all =
        new Reuse(
            reuse.original(),
            reuse.files(),
            Optional.of(
                new Reuse.Placeholder(
                    full.manifest().thumbhash(), full.manifest().dominantColor())));
    assertThat(assertEqual(all).files()).isEmpty();
    assertThat(uploaded).containsExactly(0, 0);
  }

  @Test
  void aFunctionOfAnEarlierReleaseMakesEverything() throws Exception {
    Reuse reuse = reuse(widest());
    function =
        counting(order -> {
          ObjectNode known = Json.parse(order).node();
          known.remove("reuse");
          return honestly(Json.bytes(known));
        });
    assertThat(assertEqual(reuse).files()).hasSize(6);
    assertThat(uploaded).containsExactly(6);
  }

  @Test
  void reuseOfAnotherOriginalIsNotUsed() throws Exception {
    Reuse reuse = reuse(widest());
    var said = reuse.original();
    Reuse untrue =
        new Reuse(
            new dev.tintype.core.Manifest.OriginalInfo(
                said.format(), said.width(), said.height() + 1, false, said.alpha(), 1),
            reuse.files(),
            reuse.placeholder());
    assertThat(assertEqual(untrue).files()).hasSize(6);
  }
}
