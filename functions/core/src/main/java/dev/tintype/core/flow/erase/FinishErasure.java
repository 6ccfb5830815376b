package dev.tintype.core.flow.erase;

import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.erase.PublicLook.Seen;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.receipt.ErasedImage;
import dev.tintype.core.receipt.LastCheck;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ErasureAccount;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.Outcomes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The end of an erasure: the look through the public URL, the receipt and the outcome. While a
/// file answers, or nobody can tell, the erasure stays under way and is tried again.
final class FinishErasure {

  private final ErasureTerms terms;
  private final Commits commits;
  private final FlowContext context;

  /// @param terms how it looks, and who signs the receipt
  /// @param jobs where the tombstone is
  FinishErasure(ErasureTerms terms, JobStore jobs, FlowContext context) {
    this.terms = terms;
    this.commits = new Commits(jobs);
    this.context = context;
  }

  /// @param pass a deletion that left nothing
  /// @param goOn false when no look may be begun or go on
  /// @param copies receives the image when the edge cache must forget it once more
  /// @return whether the image needs nothing until its next due time
  boolean after(ErasurePass pass, BooleanSupplier goOn, Consumer<ImageRecord> copies) {
    if (!goOn.getAsBoolean()) {
      return false;
    }
    List<String> keys =
        pass.erasing().account().map(account -> account.keys(pass.image().id())).orElse(List.of());
    Seen seen = keys.isEmpty() ? new Seen.Gone(Map.of()) : terms.look().at(keys, goOn);
    return switch (seen) {
      case Seen.Gone(Map<Integer, Integer> statuses) -> completed(pass, statuses);
      case Seen.Answers answers -> {
        FlowLog.event("erase.still_answers", pass.image().id())
            .with("url", answers.url())
            .with("status", answers.status())
            .warning();
        if (put(pass, Erasure.stillAnswers(pass.image(), pass.erasing(), context.now()))) {
          copies.accept(pass.image());
        }
        yield false;
      }
      case Seen.Unknown unknown -> {
        FlowLog.event("erase.not_seen", pass.image().id())
            .with("url", unknown.url())
            .detail(unknown.why())
            .warning();
        yield put(pass, Erasure.notSeen(pass.image(), pass.erasing(), context.now()));
      }
    };
  }

  private boolean put(ErasurePass pass, ImageRecord next) {
    boolean written = pass.write(next);
    if (written) {
      context.boundary().reached(StepBoundary.ERASE_LOOKED);
    }
    return written;
  }

  private boolean completed(ErasurePass pass, Map<Integer, Integer> statuses) {
    ImageRecord image = pass.image();
    Instant now = context.now();
    Optional<String> receipt =
        terms
            .issuer()
            .flatMap(issuer ->
                pass.erasing()
                    .account()
                    .map(account -> receipt(issuer, image, pass.erasing(), account, statuses)));
    ImageRecord tombstone = Erasure.completed(image, receipt, now).orElseThrow();
    boolean written =
        commits.commit(
            Change.of(
                new Write.PutImage(Optional.of(image), tombstone),
                new Write.AddOutcome(Outcomes.erased(tombstone, now))));
    if (written) {
      context.boundary().reached(StepBoundary.ERASED);
      FlowLog.event("erase.erased", image.id())
          .with("receipt", receipt.isPresent() ? "yes" : "no")
          .info();
    }
    return written;
  }

  private String receipt(
      ReceiptIssuer issuer,
      ImageRecord image,
      Erasing erasing,
      ErasureAccount account,
      Map<Integer, Integer> statuses) {
    Instant now = context.now();
    return issuer.issue(
        new ErasedImage(
            image.id(),
            List.copyOf(account.originals()),
            List.copyOf(account.files().keySet()),
            account.objects(),
            erasing.since(),
            account.deletedAt().orElse(now),
            new LastCheck(now, terms.look().base(), statuses)));
  }
}
