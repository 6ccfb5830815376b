package dev.tintype.cli.importing;

import dev.tintype.cli.backup.PlaceAddress;
import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.port.Storage;
import dev.tintype.core.provider.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// A source that one command has open.
///
/// @param source the source
/// @param opening closes it
/// @param work a folder for fetched files
public record OpenSource(ImportSource source, Opening opening, OwnedFolder work)
    implements AutoCloseable {

  /// @param address a folder that exists, or a part of a bucket
  /// @throws IOException when no work folder can be made
  public static OpenSource of(PlaceAddress address) throws IOException {
    OwnedFolder work =
        OwnedFolder.make(Path.of(System.getProperty("java.io.tmpdir")), "tintype-import-");
    Opening opening = new Opening(work.path(), InstantSource.system(), new SecureRandom());
    try {
      return new OpenSource(source(address.existing(), opening, work.path()), opening, work);
    } catch (RuntimeException e) {
      opening.close();
      work.closeOrLeave();
      throw e;
    }
  }

  private static ImportSource source(PlaceAddress address, Opening opening, Path work) {
    if (address.folder().isPresent()) {
      return new FolderSource(address.folder().get());
    }
    Storage storage = address.provider().place(address.address(), opening);
    return new BucketSource(storage, address.name(), work);
  }

  @Override
  public void close() throws IOException {
    opening.close();
    work.closeOrLeave();
  }
}
