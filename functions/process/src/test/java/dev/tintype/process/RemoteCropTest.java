package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Crops whose place the function finds, or that follow from the focal point of the order. The
/// worker's own plan says how many files there are: with a focal point, both crops are the same.
class RemoteCropTest extends RemoteRendering {

  private static final Recipe CROPS =
      new Recipe(
          "crops",
          List.of(
              Size.ofWidth(64),
              new Size(new SizeName("found"), 40, 40, new Fit.Cover(false, new Fit.Attention())),
              new Size(new SizeName("centred"), 40, 40, new Fit.Cover(false, Gravity.CENTRE))),
          SmallRecipe.SMALL.formats(),
          "#ffffff",
          /* animation= */ false);

  private List<RenderedFile> rendered(Optional<Focus> focus) throws Exception {
    Rendering rendering = render(PHOTO, CROPS, focus);
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return ((Rendering.Rendered) rendering).files();
  }

  private static long different(List<RenderedFile> files) {
    return files.stream().map(RenderedFile::path).distinct().count();
  }

  @Test
  void attentionCropsAreTakenAsPlanned() throws Exception {
    List<RenderedFile> files = rendered(Optional.empty());
    assertThat(files).hasSize(9);
    assertThat(different(files)).isEqualTo(9);
    assertThat(files)
        .filteredOn(file -> !file.variant().size().isWidth())
        .allMatch(file -> file.variant().width() == 40 && file.variant().height() == 40);
  }

  @Test
  void theFunctionCropsByTheFocalPointOfTheOrder() throws Exception {
    List<RenderedFile> files = rendered(Optional.of(new Focus(0, 5000)));
    assertThat(files).hasSize(9);
    assertThat(different(files)).isEqualTo(6);
  }
}
