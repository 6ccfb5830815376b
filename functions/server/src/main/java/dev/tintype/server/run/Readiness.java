package dev.tintype.server.run;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// Whether the server can do its work now.
record Readiness(Backends backends, DataFolder folder) {

  private static final long LEAST_ROOM_BYTES = 64L << 20;

  /// @return what is wrong, if anything is
  Optional<String> complaint() {
    try {
      backends.queue().depth();
      long room = Files.getFileStore(folder.root()).getUsableSpace();
      return room < LEAST_ROOM_BYTES
          ? Optional.of("The disk is nearly full: uploads are refused.")
          : Optional.empty();
    } catch (StoreUnavailable | IOException _) {
      return Optional.of("The data folder does not answer.");
    }
  }
}
