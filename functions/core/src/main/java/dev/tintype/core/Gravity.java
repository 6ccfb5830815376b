package dev.tintype.core;

import java.util.Locale;

/// Which part of a picture a crop keeps, and where a padded picture is placed.
public enum Gravity implements Fit.Aim {
  CENTRE(1, 1),
  NORTH(1, 0),
  NORTH_EAST(2, 0),
  EAST(2, 1),
  SOUTH_EAST(2, 2),
  SOUTH(1, 2),
  SOUTH_WEST(0, 2),
  WEST(0, 1),
  NORTH_WEST(0, 0);

  private final int halvesX;
  private final int halvesY;

  Gravity(int halvesX, int halvesY) {
    this.halvesX = halvesX;
    this.halvesY = halvesY;
  }

  /// @return its name in recipes, such as `north-east`
  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @return whether this is the centre: an edge or a corner is kept also when an image has a focal
  ///   point
  @Override
  public boolean givesWayToFocus() {
    return this == CENTRE;
  }

  /// @param free px that are left beside the part
  /// @return px of them that are on its left
  public int left(int free) {
    return free * halvesX / 2;
  }

  /// @param free px that are left above and below the part
  /// @return px of them that are above it
  public int above(int free) {
    return free * halvesY / 2;
  }
}
