package dev.tintype.render.golden;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.specimens.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A flat picture, and a recipe that has formats for such pictures.
final class Graphics {

  /// Two shapes on a ground.
  static final Picture LOGO =
      Picture.paint(
          180,
          120,
          (x, y) ->
              Math.hypot(x - 60, y - 60) < 40
                  ? 0xff1440a0
                  : x > 110 && y > 20 && y < 100 ? 0xfff0a014 : 0xffffffff);

  static final Recipe RECIPE =
      new Recipe(
          "graphics",
          List.of(
              Size.ofWidth(64),
              Size.ofWidth(320),
              new Size(
                  new SizeName("card"),
                  100,
                  50,
                  new Fit.Inside(false),
                  /* sharpen= */ false,
                  Optional.of(
                      new Formats(
                          Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 0))))))),
          new Formats(
              Map.of(
                  Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 2)),
                  Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 0)))),
          "#ffffff",
          /* animation= */ true,
          Optional.empty(),
          Optional.of(
              new Formats(
                  Map.of(
                      Format.WEBP, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 4)),
                      Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6))))));

  private Graphics() {}
}
