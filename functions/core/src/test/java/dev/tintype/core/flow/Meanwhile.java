package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.JobStore;
import java.util.Optional;

/// Runs an action once, before the first write of an image and after its read.
final class Meanwhile extends ForwardingJobStore {

  private Optional<Runnable> action;

  Meanwhile(JobStore inner, Runnable action) {
    super(inner);
    this.action = Optional.of(action);
  }

  @Override
  public boolean commit(Change change) {
    if (change.writes().stream().anyMatch(PutImage.class::isInstance)) {
      Optional<Runnable> now = action;
      action = Optional.empty();
      now.ifPresent(Runnable::run);
    }
    return super.commit(change);
  }
}
