package dev.tintype.core.webhook;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;

/// Accepts every outcome without sending it. Used when no webhook is configured.
public final class NoNotifier implements Notifier {

  /// Creates it.
  public NoNotifier() {}

  @Override
  public Answer tell(Outcome outcome) {
    return new Answer.Told();
  }
}
