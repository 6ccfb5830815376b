package dev.tintype.render.results;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;

/// The most that a renderer may leave in its output folder: the planned number of files, and more
/// bytes per pixel than any encoder needs.
///
/// @param files the most files
/// @param bytes the most bytes of all files together
/// @param longest the most bytes of one file
/// @param usual the most bytes of all files together that encoders need in practice
public record OutputAllowance(int files, long bytes, long longest, long usual) {

  private static final long BYTES_PER_PIXEL = 8;
  private static final long HEADER_BYTES = 1 << 20;

  /// The allowance before a plan exists.
  public static final OutputAllowance NOTHING = new OutputAllowance(0, 0, 0, 0);

  public static OutputAllowance of(RenderPlan plan) {
    long bytes = 0;
    long longest = 0;
    long usual = 0;
    for (PlannedFile file : plan.files()) {
      bytes += of(file);
      usual += usual(file);
      longest = Math.max(longest, of(file));
    }
    return new OutputAllowance(plan.files().size(), bytes, longest, usual);
  }

  /// Lossless files of detailed photographs need up to four bytes per pixel, others at most two.
  private static long usual(PlannedFile file) {
    long pixels = file.dimensions().pixels() * file.frames();
    return pixels * (file.encoding().isLossless() ? 5 : 2) + HEADER_BYTES / 4;
  }

  /// @return the most bytes this file may have
  static long of(PlannedFile file) {
    return bytes(file.dimensions().pixels() * file.frames());
  }

  /// @return the most bytes of one file with so many pixels over all its frames
  static long bytes(long pixels) {
    return pixels * BYTES_PER_PIXEL + HEADER_BYTES;
  }
}
