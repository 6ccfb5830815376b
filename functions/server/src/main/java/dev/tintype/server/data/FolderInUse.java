package dev.tintype.server.data;

/// Another server runs on this data folder.
public final class FolderInUse extends RuntimeException {

  FolderInUse(DataFolder folder) {
    super("Another server runs on the data folder " + folder.root() + ".");
  }
}
