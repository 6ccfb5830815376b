package dev.tintype.render.pipeline;

import dev.tintype.vips.Vips;

/// Whether native codec code met damaged data of one original: then its process may have been taken
/// over, and is not used again.
///
/// That is so when libvips refused something, or was asked for pixels of an original that was then
/// refused. It is not when the parsers written in Java found the damage, before libvips saw the
/// file or after it had read the header without complaint, as it does of every good picture.
public final class CodecUse {

  private final Vips vips;
  private final long failuresBefore;
  private long operationsForHeader = Long.MAX_VALUE;

  CodecUse(Vips vips) {
    this.vips = vips;
    this.failuresBefore = vips.failures();
  }

  /// Says that the header was read and accepted: what libvips is asked from now on is about pixels.
  public void headerIsRead() {
    operationsForHeader = vips.operations();
  }

  /// Returns for the time since [Pipeline#use].
  public boolean metDamage() {
    return vips.failures() > failuresBefore || vips.operations() > operationsForHeader;
  }
}
