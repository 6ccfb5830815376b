package dev.tintype.server.data;

/// A data folder that cannot be used as it is; the message says why.
public final class FolderUnusable extends RuntimeException {

  FolderUnusable(DataFolder folder, String why, Exception cause) {
    super("The data folder " + folder.root() + " cannot be used: " + why, cause);
  }

  FolderUnusable(DataFolder folder, String why) {
    super("The data folder " + folder.root() + " cannot be used: " + why);
  }
}
