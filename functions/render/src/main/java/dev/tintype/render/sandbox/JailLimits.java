package dev.tintype.render.sandbox;

/// How much of the machine one renderer may take.
///
/// @param memoryBytes private writable memory of the whole process, the JVM's own included
///   (`RLIMIT_DATA`)
/// @param fileBytes the longest file it may write (`RLIMIT_FSIZE`)
/// @param openFiles open files at once (`RLIMIT_NOFILE`)
/// @param processors how many processors its threads may run on; 0 means all of the worker's
/// @param nice added to the worker's niceness, 0 to 19
public record JailLimits(
    long memoryBytes, long fileBytes, int openFiles, int processors, int nice) {
  private static final long MEBIBYTE = 1L << 20;

  /// Checks the ranges.
  public JailLimits {
    if (memoryBytes < 64 * MEBIBYTE) {
      throw new IllegalArgumentException("a JVM needs more memory than " + memoryBytes + " bytes");
    }
    if (fileBytes < 1 || openFiles < 32 || processors < 0 || nice < 0 || nice > 19) {
      throw new IllegalArgumentException(
          "out of range: fileBytes %d, openFiles %d, processors %d, nice %d"
              .formatted(fileBytes, openFiles, processors, nice));
    }
  }

  /// The usual limits: a memory cap in bytes, files up to 1 GiB, 256 open at once, niceness 19:
  /// whoever waits for an answer goes before whoever encodes.
  public static JailLimits ofMemory(long memoryBytes) {
    return new JailLimits(memoryBytes, 1024 * MEBIBYTE, 256, 0, 19);
  }
}
