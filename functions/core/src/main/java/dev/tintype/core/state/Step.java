package dev.tintype.core.state;

import java.util.Locale;

/// How far an attempt had come; the breadcrumb by which a death is judged.
public enum Step {
  /// Bringing the original into the work folder.
  FETCH,
  /// In the renderer, before the first variant.
  DECODE,
  /// In the renderer, making variants.
  ENCODE,
  /// Writing variants and manifest into storage.
  PUBLISH;

  /// @return the name in records and logs
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @return whether a death here is held against the original
  public boolean blamesTheOriginal() {
    return this == DECODE || this == ENCODE;
  }
}
