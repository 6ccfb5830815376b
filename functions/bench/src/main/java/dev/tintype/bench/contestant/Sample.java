package dev.tintype.bench.contestant;

/// The cost of one rendering.
///
/// @param cpu CPU seconds of the rendering process
/// @param parentCpu CPU seconds of the process that requested it; 0 without one
/// @param wall seconds from the request until all files exist
/// @param bytes of all files together
public record Sample(double cpu, double parentCpu, double wall, long bytes) {

  /// @return CPU seconds of both processes
  public double totalCpu() {
    return cpu + parentCpu;
  }
}
