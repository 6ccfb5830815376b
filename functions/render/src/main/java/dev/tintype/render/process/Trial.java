package dev.tintype.render.process;

import java.util.List;

/// How renderers under test differ from those in service.
///
/// @param kept whether a renderer that rejected an original is kept, which saves a fuzzer the start
///   of a fresh one for each
/// @param arguments more arguments of the first renderer, such as a fault; the next one has none
record Trial(boolean kept, List<String> arguments) {

  /// Nothing differs.
  static final Trial NONE = new Trial(/* kept= */ false, List.of());

  /// Copies the list.
  Trial {
    arguments = List.copyOf(arguments);
  }
}
