package dev.tintype.render.hostile;

import dev.tintype.vips.Vips;
import java.util.ArrayList;
import java.util.List;

/// All hostile files.
public final class HostileSet {

  private HostileSet() {}

  /// @param vips writes formats that need a real encoder
  /// @return always the same files
  public static List<Specimen> all(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    all.addAll(Damaged.all(vips));
    all.addAll(Posing.all(vips));
    all.addAll(Bombs.all(vips));
    return all;
  }
}
