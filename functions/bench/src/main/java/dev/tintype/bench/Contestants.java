package dev.tintype.bench;

import dev.tintype.bench.contestant.Contestant;
import dev.tintype.bench.contestant.EngineContestant;
import dev.tintype.bench.contestant.Name;
import dev.tintype.bench.contestant.RendererContestant;
import dev.tintype.bench.contestant.RendererStart;
import dev.tintype.bench.contestant.SharpContestant;
import dev.tintype.core.Recipe;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.nio.file.Path;

/// Creates contestants by name.
final class Contestants {

  private static final int NEVER_REPLACED = 1_000_000;

  private final Setup setup;

  Contestants(Setup setup) {
    this.setup = setup;
  }

  Contestant make(String name, Path original, Recipe recipe)
      throws IOException, InterruptedException {
    Path scratch = setup.scratch();
    Path libvips = setup.libvips();
    return switch (name) {
      case Name.TINTYPE -> renderer(scratch, JailMode.REQUIRE, original, recipe);
      case Name.UNJAILED -> renderer(scratch, JailMode.OFF, original, recipe);
      case Name.PIPELINE -> new EngineContestant(libvips, scratch, original, recipe, false);
      case Name.ENCODES -> new EngineContestant(libvips, scratch, original, recipe, true);
      case Name.SHARP_NAIVE -> sharp(scratch, original, recipe, SharpContestant.Way.NAIVE);
      case Name.SHARP_AT_ONCE -> sharp(scratch, original, recipe, SharpContestant.Way.AT_ONCE);
      case Name.SHARP_EXPERT -> sharp(scratch, original, recipe, SharpContestant.Way.EXPERT);
      case Name.START -> new RendererStart(setup.bundle(), scratch, JailMode.REQUIRE);
      case Name.START_UNJAILED -> new RendererStart(setup.bundle(), scratch, JailMode.OFF);
      default -> throw new IllegalArgumentException("no contestant has the name " + name);
    };
  }

  private Contestant renderer(Path scratch, JailMode jail, Path original, Recipe recipe)
      throws IOException, InterruptedException {
    return new RendererContestant(setup.bundle(), scratch, jail, NEVER_REPLACED, original, recipe);
  }

  private Contestant sharp(Path scratch, Path original, Recipe recipe, SharpContestant.Way way)
      throws IOException, InterruptedException {
    return new SharpContestant(
        SharpInstall.of(setup.sharp(), setup.work()), scratch, original, recipe, way);
  }
}
