package dev.tintype.render.results;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;

/// The most that a renderer may leave in its output folder: the planned number of files, and more
/// bytes per pixel than any encoder needs.
///
/// @param files the most files
/// @param bytes the most bytes of all files together
/// @param longest the most bytes of one file
public record OutputAllowance(int files, long bytes, long longest) {

  private static final long BYTES_PER_PIXEL = 8;
  private static final long HEADER_BYTES = 1 << 20;

  /// The allowance before a plan exists.
  public static final OutputAllowance NOTHING = new OutputAllowance(0, 0, 0);

  public static OutputAllowance of(RenderPlan plan) {
    long bytes = 0;
    long longest = 0;
    for (PlannedFile file : plan.files()) {
      bytes += of(file);
      longest = Math.max(longest, of(file));
    }
    return new OutputAllowance(plan.files().size(), bytes, longest);
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
