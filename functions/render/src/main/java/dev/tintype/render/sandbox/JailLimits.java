package dev.tintype.render.sandbox;

/// How much of the machine one renderer may take.
///
/// @param memoryBytes private writable memory of the whole process, the JVM's own included
///   (`RLIMIT_DATA`)
/// @param addressBytes address space of the whole process (`RLIMIT_AS`): it bounds what
///   `RLIMIT_DATA` does not count, such as pages that were written and then protected, and page
///   tables
/// @param fileBytes the longest file it may ever write (`RLIMIT_FSIZE`); the worker lowers it for
///   each job
/// @param openFiles open files at once (`RLIMIT_NOFILE`)
/// @param threads threads of its own
/// @param nice added to the worker's niceness, 0 to 19
public record JailLimits(
    long memoryBytes, long addressBytes, long fileBytes, int openFiles, int threads, int nice) {
  private static final long MEBIBYTE = 1L << 20;

  /// A fresh renderer maps 472 MiB, of which little is memory: code, class data and reserved heap.
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

  /// The usual limits: files up to 1 GiB, 256 open at once, 1,024 threads, niceness 19: whoever
  /// waits for an answer goes before whoever encodes.
  ///
  /// @param memoryBytes the cap on private memory
  /// @param originalBytes the longest file it maps
  public static JailLimits ofMemory(long memoryBytes, long originalBytes) {
    return new JailLimits(
        memoryBytes, memoryBytes + MAPPED_BESIDE + originalBytes, 1024 * MEBIBYTE, 256, 1024, 19);
  }
}
