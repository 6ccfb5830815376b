package dev.tintype.cli.doctor;

import dev.tintype.core.Recipe;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.server.settings.RecipeBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Checks the machine, then starts a real renderer and renders a small picture into every format.
public final class Examination {

  private final Path scratch;
  private final Recipe recipe;
  private final Function<Path, RendererProcess> maker;
  private final List<RecipeWatermark> watermarks = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /// @param scratch an empty folder on the disk that will hold work folders
  /// @param recipe the recipe for the small picture
  /// @param maker makes a renderer whose work folder is in the given folder
  public Examination(Path scratch, Recipe recipe, Function<Path, RendererProcess> maker) {
    this.scratch = scratch;
    this.recipe = recipe;
    this.maker = maker;
  }

  /// Also checks whether the recipes can be read and their watermarks be used.
  ///
  /// @param reading reads the recipes of the installation
  public void recipes(Supplier<RecipeBook> reading) {
    try {
      RecipeBook known = reading.get();
      for (Recipe each : known.forClients().recipes()) {
        each.watermark()
            .ifPresent(mark -> watermarks.add(new RecipeWatermark(each.name(), mark, known)));
      }
    } catch (RecipeBook.Unreadable e) {
      findings.add(Finding.missing("recipes", String.valueOf(e.getMessage())));
    }
  }

  /// Runs every check, in the order in which a user would repair problems.
  ///
  /// @param bundle the libvips that was found; a failure is also reported as a finding
  public List<Finding> run(Supplier<LibvipsBundle> bundle)
      throws IOException, InterruptedException {
    findings.addAll(MachineCheck.findings(scratch));
    if (libvips(bundle)) {
      findings.addAll(new RendererCheck(scratch, recipe, watermarks).findings(maker));
    }
    return List.copyOf(findings);
  }

  private boolean libvips(Supplier<LibvipsBundle> bundle) {
    try {
      LibvipsBundle found = bundle.get();
      String codecs =
          found.codecs().entrySet().stream()
              .map(codec -> codec.getKey() + " " + codec.getValue())
              .collect(Collectors.joining(", "));
      findings.add(
          Finding.ok(
              "libvips", "%s with %s in %s".formatted(found.libvips(), codecs, found.library())));
      return true;
    } catch (IllegalStateException e) {
      findings.add(Finding.missing("libvips", String.valueOf(e.getMessage())));
      return false;
    }
  }
}
