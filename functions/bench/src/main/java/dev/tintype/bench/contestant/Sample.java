package dev.tintype.bench.contestant;

/// What one rendering cost.
///
/// @param cpu seconds of CPU of the process that renders
/// @param parentCpu seconds of CPU of the process that asked for it; 0 where there is none
/// @param wall seconds from asking to having all files
/// @param bytes of all files
public record Sample(double cpu, double parentCpu, double wall, long bytes) {

  /// @return seconds of CPU in all
  public double totalCpu() {
    return cpu + parentCpu;
  }
}
