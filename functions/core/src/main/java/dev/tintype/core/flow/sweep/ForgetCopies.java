package dev.tintype.core.flow.sweep;

import dev.tintype.core.Keys;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.erase.ForgetVersions;
import dev.tintype.core.flow.sweep.SweepTurn.Progress;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.EdgeCache.Answer;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life.Erasing;
import dev.tintype.core.state.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks the edge cache to forget the copies of erased images, up to [EdgeCache#MOST] images in one
/// request. While the cache accepts nothing, the intervals between requests grow. The other images
/// wait in a line behind the refused ones, one batch a minute. So each image is written once for
/// each pass of the line, not at each sweep. The line is in memory only; the due times are in the
/// records. For one thread.
final class ForgetCopies {

  private static final Duration BETWEEN_BATCHES = Duration.ofMinutes(1);

  private final Commits commits;
  private final EdgeCache edge;
  private final FlowContext context;
  private final ForgetVersions forgetVersions;
  private final SweepLog log;
  private int failuresInARow;
  private Instant closedUntil = Instant.MIN;
  private Instant endOfLine = Instant.MIN;
  private int roomInLine;

  ForgetCopies(JobStore jobs, EdgeCache edge, FlowContext context, SweepLog log) {
    this.commits = new Commits(jobs);
    this.edge = edge;
    this.context = context;
    this.forgetVersions = new ForgetVersions(jobs, context);
    this.log = log;
  }

  /// Handles images whose copies must be forgotten. It throws nothing: an image that could not be
  /// written stays due.
  ///
  /// @param images 1 to [EdgeCache#MOST]
  Progress forget(List<ImageRecord> images) {
    if (context.now().isBefore(closedUntil)) {
      return putOff(images, 0, nextInLine(images.size()));
    }
    return switch (ask(images)) {
      case Answer.Accepted _ -> accepted(images);
      case Answer.Rejected _ when images.size() > 1 -> inHalves(images);
      case Answer.Rejected rejected -> rejected(images, rejected.why());
      case Answer.Busy busy -> close(images, busy.after(), busy.why());
      case Answer.Unavailable unavailable -> {
        failuresInARow = Math.max(failuresInARow, mostRefusals(images)) + 1;
        yield close(images, Schedule.backoff(failuresInARow), unavailable.why());
      }
    };
  }

  /// An unexpected exception counts as a rejection, because the cause may be one of the images.
  private Answer ask(List<ImageRecord> images) {
    List<String> prefixes = images.stream().map(image -> Keys.variants(image.id())).toList();
    try {
      return edge.forget(prefixes);
    } catch (RuntimeException e) {
      log.failed(DueKind.IMAGE, e);
      return new Answer.Rejected(String.valueOf(e.getMessage()));
    }
  }

  private Progress accepted(List<ImageRecord> images) {
    failuresInARow = 0;
    context.boundary().reached(StepBoundary.ERASE_FORGOTTEN);
    int done = 0;
    for (ImageRecord image : images) {
      try {
        done += forgetVersions.afterCopies(image) ? 1 : 0;
      } catch (RuntimeException e) {
        log.failed(DueKind.IMAGE, e);
      }
    }
    return new Progress(done, done);
  }

  /// One image may be the reason for the rejection; the others must not wait for it.
  private Progress inHalves(List<ImageRecord> images) {
    int middle = images.size() / 2;
    return forget(images.subList(0, middle)).plus(forget(images.subList(middle, images.size())));
  }

  private Progress rejected(List<ImageRecord> images, String why) {
    Instant until = context.now().plus(Schedule.backoff(mostRefusals(images) + 1));
    log.notForgotten("erase.copies_rejected", images.size(), until, why);
    return putOff(images, 1, until);
  }

  private Progress close(List<ImageRecord> images, Duration after, String why) {
    closedUntil = context.now().plus(after);
    log.notForgotten("erase.copies_refused", images.size(), closedUntil, why);
    return putOff(images, 1, closedUntil);
  }

  private static int mostRefusals(List<ImageRecord> images) {
    return images.stream()
        .mapToInt(image -> image.life() instanceof Erasing erasing ? Erasure.refusals(erasing) : 0)
        .max()
        .orElse(0);
  }

  private Instant nextInLine(int images) {
    boolean isPast = !endOfLine.isAfter(closedUntil);
    if (isPast || roomInLine < images) {
      endOfLine = (isPast ? closedUntil : endOfLine).plus(BETWEEN_BATCHES);
      roomInLine = EdgeCache.MOST;
    }
    roomInLine -= images;
    return endOfLine;
  }

  private Progress putOff(List<ImageRecord> images, int refusals, Instant until) {
    int cleared = 0;
    for (ImageRecord image : images) {
      if (image.life() instanceof Erasing erasing) {
        ImageRecord later = Erasure.notForgotten(image, erasing, refusals, until);
        try {
          cleared +=
              commits.commit(Change.of(new Write.PutImage(Optional.of(image), later))) ? 1 : 0;
        } catch (StoreUnavailable e) {
          log.notPutOff(e);
        }
      }
    }
    return new Progress(0, cleared);
  }
}
