package dev.tintype.render.process;

import dev.tintype.core.port.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/// This machine cannot provide a renderer at present; that says nothing about any original.
public final class RendererUnavailable extends StoreUnavailable {

  /// @param message what happened and what to do
  /// @param cause why, if known
  public RendererUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause == null ? new IllegalStateException(message) : cause);
  }
}
