package dev.tintype.core.flow.migrate;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Metadata;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Fills a store with every kind of record.
public final class Stock {

  /// When everything was created.
  public static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456Z");

  /// How many images [#fill] makes.
  public static final int IMAGES = 12;

  static final String NEWER = "{\"v\":99,\"what\":\"nobody knows\",\"text\":\"Füße\\u0000 ✓\"}";

  private Stock() {}

  /// @return the id of an image
  public static ImageId id(int number) {
    return new ImageId("01JD2Z6K7M8N9PQRST%08d".formatted(number));
  }

  /// What the metadata of every second image has.
  public static final Metadata.Entry ALBUM = new Metadata.Entry("album", "42");

  /// @return the version of an image
  public static VersionRecord version(int number) {
    Original original = new Original(Sha256.of("original " + number), 1_000, "image/jpeg");
    ImageJob job =
        ImageJob.of(id(number), original, Recipes.FAST, RenderRevision.parse("1-test"), AT);
    VersionRecord first = Upload.awaited(job, 1, AT, AT);
    VersionState state = state(number);
    return new VersionRecord(
        job,
        1,
        first.epoch() + 1,
        1,
        state instanceof Processing ? 2 : 0,
        0,
        state,
        state.isEnd() ? Optional.empty() : Optional.of(AT),
        AT);
  }

  private static VersionState state(int number) {
    return switch (number % 6) {
      case 0 -> new AwaitingUpload(AT);
      case 1 -> new Queued(AT);
      case 2 -> new Processing("worker-" + number, AT.plusSeconds(90), Step.ENCODE);
      case 3 -> new Failed(Rejection.CORRUPT, "seen");
      case 4 -> new Superseded(new Version("0123456789abcdef"));
      default -> new Expired();
    };
  }

  /// @return what makes an image with its version, notification and idempotency key
  public static Change created(int number) {
    VersionRecord version = version(number);
    ImageRecord image =
        ImageRecord.first(
            id(number),
            Optional.of("photo " + number),
            number % 2 == 0 ? Metadata.NONE : new Metadata(new TreeMap<>(Map.of("album", "42"))),
            version.job().version(),
            AT);
    return Change.of(
        new PutImage(Optional.empty(), image),
        new PutVersion(Optional.empty(), version),
        new AddOutcome(outcome(number)),
        new AddIdempotency(idempotency(number), AT));
  }

  /// @return the notification of an image
  public static Outcome outcome(int number) {
    return new Outcome(
        "outcome-" + number,
        id(number),
        Optional.of(version(number).job().version()),
        "image.failed",
        "{\"n\":" + number + "}",
        AT,
        1,
        AT.plusSeconds(number));
  }

  /// @return the idempotency key of an image
  public static IdempotencyRecord idempotency(int number) {
    return new IdempotencyRecord(
        Sha256.of("key " + number),
        Sha256.of("body " + number),
        id(number),
        version(number).job().version(),
        201,
        AT.plus(Duration.ofHours(24)));
  }

  /// Fills it by the ports.
  ///
  /// @return the text of a token
  public static String fill(Side side) throws InterruptedException {
    for (int number = 0; number < IMAGES; number++) {
      commit(side.jobs(), created(number));
    }
    ImageRecord image = side.jobs().image(id(3)).orElseThrow();
    ImageRecord tombstone = Erasure.begun(image, AT).orElseThrow();
    commit(side.jobs(), Change.of(new PutImage(Optional.of(image), tombstone)));
    for (int number = 0; number < 3; number++) {
      bury(side, number, "why " + number);
    }
    side.tokens().create("ends", Set.of("images:read"), Optional.of(AT));
    return side.tokens()
        .create("Füße", Set.of("images:read", "images:upload"), Optional.empty())
        .text();
  }

  /// Makes a dead letter; the queue is empty.
  static void bury(Side side, int number, String why) throws InterruptedException {
    Message message = new Message(id(number), version(number).job().version(), "test");
    side.queue().send(message, Duration.ZERO);
    side.queue()
        .deadLetter(side.queue().receive(Duration.ZERO, Duration.ofMinutes(1)).orElseThrow(), why);
  }

  /// Applies a change, which must hold.
  public static void commit(JobStore jobs, Change change) {
    if (!jobs.commit(change)) {
      throw new AssertionError("not applied: " + change);
    }
  }

  /// Puts records that this release cannot read.
  public static void unreadable(RecordTransfer store) {
    Mark before = store.mark();
    Mark filling = new Mark(State.FILLING, "test", before.id(), "a test", "", AT, before.origin());
    check(store.mark(before, filling));
    check(
        store.write(
            "test",
            Table.IMAGES,
            List.of(
                new Row(id(900).value(), List.of("7", "1", "", NEWER)),
                new Row(id(901).value(), List.of("8", "0", "5", "no JSON"))),
            List.of()));
    String newerVersion =
        Json.write(RecordJson.write(version(2))).replaceFirst("\"v\":1", "\"v\":77");
    check(
        store.write(
            "test",
            Table.VERSIONS,
            List.of(
                new Row(id(900) + "/0123456789abcdef", List.of("3", "12", newerVersion)),
                new Row(id(901) + "/0123456789abcdef", List.of("4", "", "[]"))),
            List.of()));
    check(store.write("test", Table.OUTBOX, List.of(new Row("z", List.of("9", "{"))), List.of()));
    check(
        store.mark(
            filling, new Mark(State.OPEN, "test", before.id(), "", "", AT, before.origin())));
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("the store refused");
    }
  }
}
