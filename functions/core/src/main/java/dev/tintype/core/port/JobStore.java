package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Where images, versions, idempotency keys and the outbox are kept.
///
/// Every read sees every write that was answered before it. Safe for use by many threads and
/// processes. After a [StoreUnavailable] from [#commit] it is unknown whether the change was
/// applied: it was applied whole or not at all, and reading tells.
///
/// A record that this build cannot read stays as it is: no write changes or removes it.
public interface JobStore {

  /// @return the image, live or tombstone
  /// @throws UnreadableRecord when its record cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<ImageRecord> image(ImageId id);

  /// @return the version
  /// @throws UnreadableRecord when its record cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<VersionRecord> version(ImageId id, Version version);

  /// An image and one of its versions.
  ///
  /// @param image live or tombstone; absent when there is none
  /// @param version absent when there is none, or when the image is not live
  record Subject(Optional<ImageRecord> image, Optional<VersionRecord> version) {}

  /// Reads an image and, if it is live, one of its versions, as [#image] and [#version] do. A store
  /// that is reached over a network reads both with one call.
  ///
  /// @throws UnreadableRecord when the image, or the version of a live one, cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default Subject subject(ImageId id, Version version) {
    Optional<ImageRecord> image = image(id);
    return new Subject(image, image.filter(ImageRecord::isLive).flatMap(_ -> version(id, version)));
  }

  /// @return every version of an image, in order of creation
  /// @throws UnreadableRecord when one of them cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default List<VersionRecord> versions(ImageId id) {
    return versions(
        id,
        unreadable -> {
          throw new UnreadableRecord(unreadable);
        });
  }

  /// @param skipped is told of each version that cannot be read
  /// @return every other version of an image, in order of creation
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped);

  /// The versions of an image that were created last. A store that can order them sends no others,
  /// and no others are parsed; DynamoDB sends all.
  ///
  /// @param limit 1 to 100
  /// @param skipped is told of versions that cannot be read, at least of those among the newest
  /// @return the newest that can be read, the newest first; one that cannot be read may count
  ///   towards the limit
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
    return versions(id, skipped).reversed().stream().limit(limit).toList();
  }

  /// The name of one version.
  ///
  /// @param imageId its image
  /// @param version the version
  record VersionName(ImageId imageId, Version version) {
    /// @return the name of a record
    public static VersionName of(VersionRecord record) {
      return new VersionName(record.job().imageId(), record.job().version());
    }

    /// @return the key in [Unreadable]
    public String key() {
      return imageId + "/" + version;
    }
  }

  /// Reads versions of several images. A store that is reached over a network reads many of them
  /// with one call. Each version is read as by [#version].
  ///
  /// @param names as many as the caller can hold in memory
  /// @param skipped is told of each version that cannot be read
  /// @return every other version that exists
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default Map<VersionName, VersionRecord> versions(
      Collection<VersionName> names, Consumer<Unreadable> skipped) {
    Map<VersionName, VersionRecord> found = new HashMap<>();
    for (VersionName name : names) {
      try {
        version(name.imageId(), name.version()).ifPresent(record -> found.put(name, record));
      } catch (UnreadableRecord e) {
        skipped.accept(e.unreadable());
      }
    }
    return found;
  }

  /// @return what was answered under a key, unless it has expired by `now`
  /// @throws UnreadableRecord when its record cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now);

  /// Applies all writes of a change, or none.
  ///
  /// @return whether it was applied; false when the condition of a write did not hold
  /// @throws StoreUnavailable when it is unknown whether it was applied
  boolean commit(Change change);

  /// A job store and a queue in one database.
  @FunctionalInterface
  interface Joint {
    /// Applies all writes of a change and sends messages to the queue, in one transaction.
    ///
    /// @return whether both was done; false when the condition of a write did not hold, and nothing
    ///   was done
    /// @throws StoreUnavailable when it is unknown whether it was done; it was done whole or not at
    ///   all, and what the change wrote tells
    boolean commit(Change change, List<JobSender.Sending> messages);
  }

  /// @return how changes of this store and messages to a queue are one transaction; absent when the
  ///   two are in different places
  default Optional<Joint> joint(JobSender queue) {
    return Optional.empty();
  }

  /// What can be due.
  enum DueKind {
    /// A version.
    VERSION,
    /// An image that is being erased.
    IMAGE,
    /// A row of the outbox.
    OUTCOME
  }

  /// What the sweeper must look at: everything whose due instant is at or before `now`, oldest
  /// first. An outcome put off for longer than any retry waits was put off by a clock that was
  /// wrong: it is due too. Records that cannot be read are stepped over, however many there are.
  ///
  /// @param limit at most so many of each kind, 1 to 1,000
  /// @param kinds what is asked for; of the others nothing is answered
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  DueWork due(Instant now, int limit, Set<DueKind> kinds);

  /// Everything that is due, as [#due(Instant, int, Set)] of all kinds.
  ///
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default DueWork due(Instant now, int limit) {
    return due(now, limit, EnumSet.allOf(DueKind.class));
  }

  /// @return the row of the outbox with this id
  /// @throws UnreadableRecord when its record cannot be read
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<Outcome> outcome(String id);

  /// Since when the version of the fresh lane waits for a worker that waits longest. Bulk work does
  /// not count: it waits by design. A store with many queued versions may look only at those that
  /// the sweeper must act on first.
  ///
  /// @return absent when none waits, and when the store cannot tell
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default Optional<Instant> queuedSince() {
    return Optional.empty();
  }

  /// Counts the outcomes that are due, without parsing them.
  ///
  /// @param most how far is counted, at least 1
  /// @return how many are due at or before `now`, at most `most`
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  long outcomesDue(Instant now, int most);

  /// Shows every version that waits for its upload, however many there are, soonest due first. What
  /// is written meanwhile may be seen or not. What cannot be read is left out; [#due] names it.
  ///
  /// @param visitor may write to this store
  /// @throws StoreUnavailable when the store cannot answer; some versions may have been shown, and
  ///   the next call begins anew
  void eachAwaited(Consumer<VersionRecord> visitor);

  /// Shows every version that a worker holds, as [#eachAwaited] does.
  ///
  /// @param visitor may write to this store
  /// @throws StoreUnavailable when the store cannot answer; some versions may have been shown, and
  ///   the next call begins anew
  void eachHeld(Consumer<VersionRecord> visitor);

  /// Images, newest first, tombstones left out.
  ///
  /// @param state only images whose latest version is in this state, such as `failed`; a version
  ///   that changes meanwhile may be seen in either state
  /// @param before only images with an id below this one, the cursor
  /// @param limit 1 to 200
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  ImagePage page(Optional<String> state, Optional<ImageId> before, int limit);

  /// Images with an entry in their metadata, newest first, tombstones left out. An index finds
  /// them: other images cost nothing.
  ///
  /// @param entry what their metadata has
  /// @param before only images with an id below this one, the cursor
  /// @param limit 1 to 200
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit);

  /// Images that can be read, newest first, tombstones left out.
  ///
  /// @param before only images with an id below this one, the cursor
  /// @param limit 1 to 200
  /// @return fewer than the limit only at the end
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default List<ImageRecord> list(Optional<ImageId> before, int limit) {
    List<ImageRecord> images = new ArrayList<>();
    Optional<ImageId> cursor = before;
    do {
      ImagePage page = page(Optional.empty(), cursor, limit);
      images.addAll(page.images());
      cursor = page.next();
    } while (images.size() < limit && cursor.isPresent());
    return List.copyOf(images.subList(0, Math.min(limit, images.size())));
  }

  /// A part of the list of images.
  ///
  /// @param images what was found
  /// @param unreadable images in this part whose record cannot be read
  /// @param next where the next part begins; absent at the end. A part may be short, or empty,
  ///   while there is a next one
  record ImagePage(List<ImageRecord> images, List<Unreadable> unreadable, Optional<ImageId> next) {
    /// Copies the lists.
    public ImagePage {
      images = List.copyOf(images);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// What is due.
  ///
  /// @param versions versions whose due instant has come
  /// @param images images being erased whose due instant has come
  /// @param outcomes rows of the outbox to send
  /// @param unreadable what is due and cannot be read, at most 1,000 of each kind
  record DueWork(
      List<VersionRecord> versions,
      List<ImageRecord> images,
      List<Outcome> outcomes,
      List<Unreadable> unreadable) {
    /// How many unreadable records of a kind are told.
    public static final int MOST_UNREADABLE = 1_000;

    /// Copies the lists.
    public DueWork {
      versions = List.copyOf(versions);
      images = List.copyOf(images);
      outcomes = List.copyOf(outcomes);
      unreadable = List.copyOf(unreadable);
    }

    /// What is due, all of it readable.
    public DueWork(List<VersionRecord> versions, List<ImageRecord> images, List<Outcome> outcomes) {
      this(versions, images, outcomes, List.of());
    }
  }
}
