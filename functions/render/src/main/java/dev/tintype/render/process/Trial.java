package dev.tintype.render.process;

import dev.tintype.render.cgroup.MemoryGroups;
import java.util.List;
import java.util.Optional;

/// How renderers under test differ from those in service.
///
/// @param kept whether a renderer that rejected an original is kept, which saves a fuzzer the start
///   of a fresh one for each
/// @param arguments more arguments of the first renderer, such as a fault; the next one has none
/// @param memory control groups to ask instead of the machine's own
record Trial(boolean kept, List<String> arguments, Optional<MemoryGroups> memory) {

  /// Nothing differs.
  static final Trial NONE = new Trial(/* kept= */ false, List.of(), Optional.empty());

  /// Copies the list.
  Trial {
    arguments = List.copyOf(arguments);
  }
}
