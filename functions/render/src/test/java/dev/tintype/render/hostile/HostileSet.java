package dev.tintype.render.hostile;

import dev.tintype.vips.Vips;
import java.util.ArrayList;
import java.util.List;

/// Every hostile file there is.
public final class HostileSet {

  private HostileSet() {}

  /// @param vips writes the formats no short writer could
  /// @return always the same files
  public static List<Specimen> all(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    all.addAll(Damaged.all(vips));
    all.addAll(Posing.all(vips));
    all.addAll(Bombs.all(vips));
    return all;
  }
}
