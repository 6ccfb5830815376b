package dev.tintype.core.port;

/// One stored record cannot be read by this build. The store answers, so time alone cures nothing;
/// other records are not concerned.
public final class UnreadableRecord extends RuntimeException {

  private final transient Unreadable unreadable;

  /// @param unreadable which record, and why
  public UnreadableRecord(Unreadable unreadable) {
    super(
        "the record of %s %s cannot be read: %s"
            .formatted(unreadable.kind().code(), unreadable.key(), unreadable.why()));
    this.unreadable = unreadable;
  }

  /// @return which record, and why
  public Unreadable unreadable() {
    return unreadable;
  }
}
