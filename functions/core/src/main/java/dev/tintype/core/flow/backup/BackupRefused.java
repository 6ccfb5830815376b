package dev.tintype.core.flow.backup;

/// A backup cannot be made, checked or restored as things are. The message says why and what to do,
/// in sentences.
public final class BackupRefused extends RuntimeException {

  public BackupRefused(String message) {
    super(message);
  }

  BackupRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
