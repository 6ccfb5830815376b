package dev.tintype.render.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a renderer may use: folders, memory, files, processor.
///
/// @param mode how much of the jail must hold
/// @param landlock whether the file system is closed too where the kernel can (`true` but in tests)
/// @param code read and executed: the renderer's class path entries and the libvips folder;
///   java.home and the system's libraries come by themselves
/// @param folders where a job's original is read and its variants are written
/// @param limits memory, files, processor
public record JailPolicy(
    JailMode mode, boolean landlock, List<Path> code, WorkFolders folders, JailLimits limits) {

  /// Copies the list and makes its paths absolute.
  public JailPolicy {
    code = code.stream().map(Path::toAbsolutePath).toList();
  }

  /// The usual policy: Landlock where the kernel has it.
  public JailPolicy(JailMode mode, List<Path> code, WorkFolders folders, JailLimits limits) {
    this(mode, true, code, folders, limits);
  }

  /// Answers every path of the policy that must exist before a renderer starts.
  public Stream<Path> paths() {
    return Stream.concat(code.stream(), Stream.of(folders.in(), folders.out()));
  }
}
