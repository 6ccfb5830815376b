package dev.tintype.render.process;

import dev.tintype.render.cgroup.MemoryGroups;
import java.util.List;
import java.util.Optional;

/// How renderers in tests differ from those in production.
///
/// @param kept whether a renderer is kept after it rejected an original; a fuzzer then need not
///   start a new one each time
/// @param arguments extra arguments for the first renderer, such as a fault; later ones get none
/// @param memory control groups to read instead of the machine's own
record Trial(boolean kept, List<String> arguments, Optional<MemoryGroups> memory) {

  /// No difference.
  static final Trial NONE = new Trial(/* kept= */ false, List.of(), Optional.empty());

  /// Copies the list.
  Trial {
    arguments = List.copyOf(arguments);
  }
}
