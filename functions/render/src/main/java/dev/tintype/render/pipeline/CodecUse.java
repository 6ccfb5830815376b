package dev.tintype.render.pipeline;

import dev.tintype.vips.Vips;

/// Records whether native codec code met damaged data of one original. If so, an attacker may
/// control the process, so it is not used again.
///
/// That is the case when libvips refused something, or decoded pixels of an original that was then
/// refused. It is not the case when the Java parsers found the damage before libvips saw the file,
/// or after libvips had read the header without error, as it does for every good picture.
public final class CodecUse {

  private final Vips vips;
  private final long failuresBefore;
  private long operationsForHeader = Long.MAX_VALUE;

  CodecUse(Vips vips) {
    this.vips = vips;
    this.failuresBefore = vips.failures();
  }

  /// Notes that the header was read and accepted: all further calls of libvips are about pixels.
  public void headerIsRead() {
    operationsForHeader = vips.operations();
  }

  /// Returns the answer for the time since [Pipeline#use].
  public boolean metDamage() {
    return vips.failures() > failuresBefore || vips.operations() > operationsForHeader;
  }
}
