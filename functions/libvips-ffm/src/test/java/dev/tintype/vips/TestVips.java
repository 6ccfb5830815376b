package dev.tintype.vips;

import java.nio.file.Path;

/// The libvips under test, one per test process.
final class TestVips {

  static final Vips VIPS = Vips.start(folder());

  private TestVips() {}

  static Path folder() {
    return Path.of(System.getProperty("tintype.libvips", "layers/libvips/build/current/lib"));
  }
}
