package dev.tintype.core.port;

/// The job store refuses every write, because its records are being moved to another store or were
/// moved there. Nothing of the refused write is kept. Reads go on.
public final class StoreFrozen extends StoreUnavailable {

  private final boolean forGood;

  /// @param what was to be written
  /// @param mark the mark of the store, which is not open
  /// @param cause the adapter's own exception
  public StoreFrozen(String what, RecordTransfer.Mark mark, Throwable cause) {
    super(what + ": " + mark.explanation(), cause);
    this.forGood = mark.state() == RecordTransfer.State.MOVED;
  }

  /// @return whether the records are in another store, so that no later try can succeed here
  public boolean isForGood() {
    return forGood;
  }
}
