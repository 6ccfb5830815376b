package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Version;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.reprocess.Retire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The versions that a moved focal point makes, or shows again.
final class MovedVersionsTest extends FocusCase {

  @Test
  void aRetiredVersionIsMadeAgainOnceItsFilesAreDeleted() throws Exception {
    ImageId id = ready(SimulatedRecipes.SQUARE);
    move(id, A);
    platform.settle();
    Version retired = shownVersion(id, "square");
    move(id, B);
    platform.settle();
    new Retire(platform.jobs, platform.context).retire(id, retired);

    assertThat(move(id, A)).isEqualTo(new Moved.CleaningUp());
    assertShows(id, "square", Platform.BYTES, Optional.of(B));
    platform.settle();
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertThat(shownVersion(id, "square")).isEqualTo(retired);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aSetKeepsItsWholeRecipe() throws Exception {
    Recipe square = SimulatedRecipes.SQUARE;
    Recipe whole =
        new Recipe(
            "square",
            square.sizes(),
            square.formats(),
            square.background(),
            square.animation(),
            Optional.empty(),
            Optional.of(
                new Formats(
                    Map.of(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6))))));
    ImageId id = ready(whole);
    move(id, A);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertThat(shown(id, "square").orElseThrow().job().recipe()).isEqualTo(whole);
  }
}
