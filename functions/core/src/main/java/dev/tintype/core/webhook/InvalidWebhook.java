package dev.tintype.core.webhook;

import org.jspecify.annotations.Nullable;

/// A setting of the webhook has a value that it cannot have. The message names the setting and what
/// is allowed, and never repeats the secret.
public final class InvalidWebhook extends RuntimeException {

  InvalidWebhook(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
