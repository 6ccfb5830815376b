package dev.tintype.render.sandbox;

/// Resource limits of one renderer.
///
/// @param memoryBytes private writable memory of the whole process, the JVM's own included
///   (`RLIMIT_DATA`)
/// @param addressBytes address space of the whole process (`RLIMIT_AS`); it covers what
///   `RLIMIT_DATA` does not count, such as page tables and pages that became read-only after they
///   were written
/// @param fileBytes the longest file it may write (`RLIMIT_FSIZE`); the worker lowers the limit for
///   each job
/// @param openFiles the most files open at once (`RLIMIT_NOFILE`)
/// @param threads the most threads of its own
/// @param nice added to the worker's niceness, 0 to 19
public record JailLimits(
    long memoryBytes, long addressBytes, long fileBytes, int openFiles, int threads, int nice) {
  private static final long MEBIBYTE = 1L << 20;

  /// A fresh renderer maps 472 MiB: code, class data and reserved heap. Little of it is resident.
  private static final long MAPPED_BESIDE = 512 * MEBIBYTE;

  /// Checks the ranges.
  public JailLimits {
    if (memoryBytes < 64 * MEBIBYTE) {
      throw new IllegalArgumentException("a JVM needs more memory than " + memoryBytes + " bytes");
    }
    if (addressBytes < memoryBytes
        || fileBytes < 1
        || openFiles < 32
        || threads < 32
        || nice < 0
        || nice > 19) {
      throw new IllegalArgumentException(
          "out of range: addressBytes %d, fileBytes %d, openFiles %d, threads %d, nice %d"
              .formatted(addressBytes, fileBytes, openFiles, threads, nice));
    }
  }

  /// The default limits: files up to 1 GiB, 256 open files, 1,024 threads, niceness 19, so that
  /// processes with a waiting client run before encoders.
  ///
  /// @param memoryBytes the cap on private memory
  /// @param originalBytes the longest original it maps
  public static JailLimits ofMemory(long memoryBytes, long originalBytes) {
    return new JailLimits(
        memoryBytes, memoryBytes + MAPPED_BESIDE + originalBytes, 1024 * MEBIBYTE, 256, 1024, 19);
  }
}
