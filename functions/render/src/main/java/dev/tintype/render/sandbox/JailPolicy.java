package dev.tintype.render.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a renderer may use: folders, memory, files and processor time.
///
/// @param mode how much of the jail is required
/// @param landlock whether Landlock closes the file system where the kernel has it (`false` only in
///   tests)
/// @param code paths it may read and execute: its class path entries and the libvips folder;
///   java.home and the system's libraries are added automatically
/// @param folders the folder of the job's original and the folder of its variants
/// @param limits the resource limits
public record JailPolicy(
    JailMode mode, boolean landlock, List<Path> code, WorkFolders folders, JailLimits limits) {

  /// Copies the list and makes its paths absolute.
  public JailPolicy {
    code = code.stream().map(Path::toAbsolutePath).toList();
  }

  /// The default policy: Landlock where the kernel has it.
  public JailPolicy(JailMode mode, List<Path> code, WorkFolders folders, JailLimits limits) {
    this(mode, true, code, folders, limits);
  }

  /// Returns every path of the policy that must exist before a renderer starts.
  public Stream<Path> paths() {
    return Stream.concat(code.stream(), Stream.of(folders.in(), folders.out()));
  }
}
