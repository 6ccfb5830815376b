package dev.tintype.cli.sheet;

import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.server.settings.HumanText;
import java.util.List;

/// The totals of a sheet or of one page.
///
/// @param images how many versions it shows
/// @param variants how many files they have
/// @param bytes length of those files
record Totals(long images, long variants, long bytes) {

  static final Totals NOTHING = new Totals(0, 0, 0);

  static Totals of(List<Manifest> manifests) {
    return manifests.stream().map(Totals::of).reduce(NOTHING, Totals::plus);
  }

  private static Totals of(Manifest manifest) {
    return new Totals(
        1,
        manifest.variants().size(),
        manifest.variants().stream().mapToLong(Variant::bytes).sum());
  }

  Totals plus(Totals other) {
    return new Totals(images + other.images, variants + other.variants, bytes + other.bytes);
  }

  String text() {
    return "%s · %s · %s"
        .formatted(
            HumanText.count(images, "image"),
            HumanText.count(variants, "variant"),
            HumanText.bytes(bytes));
  }
}
