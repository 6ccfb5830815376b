package dev.tintype.core.state;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The lane of a version in the queue. It decides when the version is made, never what is made.
public enum Lane {
  /// What a person waits for: uploads, and single images that somebody asks for.
  FRESH,

  /// Work on many images that nobody waits for, such as a reprocess of all. Workers take it only
  /// when no fresh message is waiting.
  BULK;

  /// @return the name in JSON
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @return the lane with this name in JSON, if there is one
  public static Optional<Lane> of(String code) {
    return Stream.of(values()).filter(lane -> lane.code().equals(code)).findFirst();
  }
}
