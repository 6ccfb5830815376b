package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.verify.VerifyCursor.Part;
import java.util.List;

/// Does something with the files of one folder. Called by many threads; doing it again is safe.
@FunctionalInterface
interface FolderTask {

  /// @param folder some keys of one folder
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  void run(Part part, List<Pair> folder) throws Interrupted, InterruptedException;
}
