package dev.tintype.core.flow.sweep;

import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.state.ImageRecord;
import java.util.ArrayList;
import java.util.List;

/// Collects the images of one turn whose copies the edge cache must forget, so that one request
/// names several. For one thread.
final class CopiesBatch {

  private final ForgetCopies forgetCopies;
  private final SweepTurn.Lane lane;
  private final int most;
  private final List<ImageRecord> open = new ArrayList<>();

  /// @param lane gets a step for each request
  /// @param limit the largest number of due images in the turn; a batch of this size waits for no
  ///   more images
  CopiesBatch(ForgetCopies forgetCopies, SweepTurn.Lane lane, int limit) {
    this.forgetCopies = forgetCopies;
    this.lane = lane;
    this.most = Math.min(EdgeCache.MOST, limit);
  }

  void add(ImageRecord image) {
    open.add(image);
    if (open.size() == most) {
      close();
    }
  }

  /// Waits for no more images. Images of a batch that is never closed stay due.
  void close() {
    if (!open.isEmpty()) {
      List<ImageRecord> batch = List.copyOf(open);
      open.clear();
      lane.add(() -> forgetCopies.forget(batch), () -> {});
    }
  }
}
