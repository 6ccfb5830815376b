package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ErasureAccount;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import java.time.Instant;
import java.util.Optional;

/// Finds the receipt of an erasure.
public final class FindReceipt {

  private final JobStore jobs;

  /// @param jobs holds the tombstones
  public FindReceipt(JobStore jobs) {
    this.jobs = jobs;
  }

  /// How the receipt of an image stands.
  public sealed interface Standing {
    /// There was never such an image.
    record Unknown() implements Standing {}

    /// The image is live.
    record Live() implements Standing {}

    /// The erasure is under way.
    ///
    /// @param stage what comes next
    /// @param looks how many looks through the public URL did not show that every file is gone
    /// @param dueAt when the next stage may begin
    record Pending(Erasure.Stage stage, int looks, Optional<Instant> dueAt) implements Standing {}

    /// The image was erased without a receipt.
    record None() implements Standing {}

    /// There is a receipt.
    ///
    /// @param json the receipt
    record Written(String json) implements Standing {}
  }

  /// @throws StoreUnavailable when the job store does not answer
  public Standing find(ImageId id) {
    return jobs.image(id).map(FindReceipt::standing).orElseGet(Standing.Unknown::new);
  }

  private static Standing standing(ImageRecord image) {
    return switch (image.life()) {
      case Life.Live _ -> new Standing.Live();
      case Life.Erasing erasing ->
          new Standing.Pending(
              Erasure.stage(erasing),
              erasing.account().map(ErasureAccount::looks).orElse(0),
              image.dueAt());
      case Life.Erased erased ->
          erased.receipt().<Standing>map(Standing.Written::new).orElseGet(Standing.None::new);
    };
  }
}
