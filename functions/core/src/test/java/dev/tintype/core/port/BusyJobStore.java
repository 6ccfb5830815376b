package dev.tintype.core.port;

/// A job store in which other processes write first, a given number of times.
public final class BusyJobStore extends ForwardingJobStore {

  private int losses;

  /// @param losses how many commits are refused because others wrote first
  public BusyJobStore(JobStore inner, int losses) {
    super(inner);
    this.losses = losses;
  }

  /// Refuses so many of the next commits.
  public void lose(int commits) {
    losses = commits;
  }

  @Override
  public boolean commit(Change change) {
    losses--;
    return losses < 0 && super.commit(change);
  }
}
