package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A job store with a queue in the same database. It keeps the messages of its transactions in
/// [#sent] and never puts them into the queue, so that a message which is sent alone is seen there.
final class JointStore extends ForwardingJobStore {

  final List<Sending> sent = new ArrayList<>();
  private final JobSender queue;
  private final boolean isAnswerLost;

  JointStore(JobStore inner, JobSender queue) {
    this(inner, queue, false);
  }

  /// @param isAnswerLost whether the answer to each transaction is lost
  JointStore(JobStore inner, JobSender queue, boolean isAnswerLost) {
    super(inner);
    this.queue = queue;
    this.isAnswerLost = isAnswerLost;
  }

  @Override
  public Optional<Joint> joint(JobSender sender) {
    return sender == queue ? Optional.of(this::commit) : Optional.empty();
  }

  private boolean commit(Change change, List<Sending> messages) {
    boolean isApplied = commit(change);
    if (isApplied) {
      sent.addAll(messages);
    }
    if (isAnswerLost) {
      throw new StoreUnavailable("the answer is lost", new IllegalStateException());
    }
    return isApplied;
  }
}
