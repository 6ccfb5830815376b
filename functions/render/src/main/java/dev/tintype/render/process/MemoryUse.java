package dev.tintype.render.process;

/// The memory of one rendering.
///
/// @param predictedBytes the peak that was predicted from the header, above 0
/// @param takenBytes the highest resident memory seen; it is looked at ten times a second, so a
///   short peak may be missed
public record MemoryUse(long predictedBytes, long takenBytes) {

  /// @return what was taken, divided by what was predicted
  public double ratio() {
    return (double) takenBytes / predictedBytes;
  }
}
