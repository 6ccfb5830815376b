package dev.tintype.core.flow;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A receiver that accepts every notification and counts the different ids. Safe for use by many
/// threads.
final class ToldIds implements Notifier {

  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  @Override
  public Answer tell(Outcome outcome) {
    ids.add(outcome.id());
    return new Answer.Told();
  }

  int count() {
    return ids.size();
  }
}
