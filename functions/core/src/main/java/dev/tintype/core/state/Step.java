package dev.tintype.core.state;

import java.util.Locale;

/// The step an attempt has reached. It decides what a death means.
public enum Step {
  /// Copying the original into the work folder.
  FETCH,
  /// In the renderer, before the first variant is made.
  DECODE,
  /// In the renderer, making variants.
  ENCODE,
  /// Writing variants and manifest into storage.
  PUBLISH;

  /// @return the name in records and logs
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @return whether a death in this step counts against the original
  public boolean blamesTheOriginal() {
    return this == DECODE || this == ENCODE;
  }
}
