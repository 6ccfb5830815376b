package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Everything outside the processes of one history: stores, queue, receivers, the permitted
/// uploads, and the rates of faults.
final class World {

  /// How far the clock may jump.
  static final List<Duration> LEAPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(95),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofHours(2),
          Duration.ofHours(30));

  /// The numbers of all originals.
  static final List<Integer> NUMBERS = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8);

  private static final List<byte[]> ORIGINALS =
      NUMBERS.stream().map(n -> ("original " + n).getBytes(StandardCharsets.UTF_8)).toList();
  private static final List<Sha256> DIGESTS = ORIGINALS.stream().map(Sha256::of).toList();
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  final Random random;
  final Hostility hostility;
  final TestClock clock = new TestClock(START);
  final Lockstep lockstep = new Lockstep();
  final MemoryStorage originals = new MemoryStorage(clock);
  final MemoryStorage variants = new MemoryStorage(clock);
  final WatchedJobStore jobs = new WatchedJobStore(this::isComplete, this::hasNoCopies);
  final Set<String> copies = new HashSet<>();
  final List<Queued> messages = new ArrayList<>();
  final List<Grant> grants = new ArrayList<>();
  final List<String> arrivals = new ArrayList<>();
  final Set<String> told = new HashSet<>();

  /// Images for which a rollback was requested.
  final Set<ImageId> rolledBack = new HashSet<>();

  final Map<String, Integer> renderings = new HashMap<>();
  boolean calm;
  boolean jobsDown;
  boolean storageDown;
  boolean queueDown;
  boolean skewed;
  boolean everSkewed;

  World(long seed) {
    this.random = new Random(seed);
    this.hostility = Hostility.draw(random);
  }

  /// A message in the queue.
  ///
  /// @param message the message
  /// @param visibleAt when it should be delivered
  /// @param receiveCount how often it was delivered
  record Queued(Message message, Instant visibleAt, int receiveCount) {}

  /// An upload that a client may do.
  ///
  /// @param key the object's key
  /// @param permission the permission
  record Grant(String key, Permission permission) {}

  /// The rates of faults.
  ///
  /// @param kill chance that a process dies, at each boundary and call
  /// @param fault chance that a call fails
  /// @param pause chance that a process lets others run, at each boundary and call
  /// @param suspend whether clocks may jump while processes stand still
  /// @param deploys whether workers of another revision may start
  record Hostility(double kill, double fault, double pause, boolean suspend, boolean deploys) {
    static Hostility draw(Random random) {
      return new Hostility(
          pick(random, 0, 0, 0.01, 0.05),
          pick(random, 0, 0, 0.02, 0.15),
          pick(random, 0, 0.1, 0.5),
          random.nextInt(3) > 0,
          random.nextInt(8) == 0);
    }

    /// Whether a worker may be cut off for the whole duration of its lease.
    boolean mayLapse() {
      return kill > 0 || fault > 0 || pause > 0;
    }

    private static double pick(Random random, double... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }

  boolean chance(double probability) {
    return probability > 0 && !calm && random.nextDouble() < probability;
  }

  ImageId anyImage() {
    List<ImageRecord> images = jobs.inner().allImages();
    return images.isEmpty() ? new ImageId("nothing") : any(images).id();
  }

  Optional<VersionRecord> anyVersion() {
    List<VersionRecord> versions = jobs.versions(anyImage());
    return versions.isEmpty() ? Optional.empty() : Optional.of(any(versions));
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// The bytes that a client uploads under a key; they decide what happens to the image.
  static byte[] original(int number) {
    return ORIGINALS.get(number);
  }

  /// The digest of those bytes.
  static Sha256 digest(int number) {
    return DIGESTS.get(number);
  }

  /// Moves the clock to the next due time, as every process sees it.
  void untilSomethingIsDue() {
    MemoryJobStore inner = jobs.inner();
    Instant next =
        Stream.of(
                inner.allVersions().stream().flatMap(version -> version.dueAt().stream()),
                inner.allImages().stream().flatMap(image -> image.dueAt().stream()),
                inner.outbox().stream().map(Outcome::dueAt),
                messages.stream().map(Queued::visibleAt))
            .flatMap(instants -> instants)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    Instant soon = clock.instant().plusSeconds(1);
    Instant at = next.isAfter(soon) ? next.plusSeconds(25) : soon;
    clock.advance(Duration.between(clock.instant(), at));
  }

  void tell(Outcome outcome) {
    told.add(outcome.id());
  }

  /// The public storage, behind an edge cache with the worst viewers: they fetch every file as soon
  /// as it is there.
  Storage viewedVariants() {
    return new ViewedStorage(variants, copies);
  }

  /// The edge cache forgets its copies. Viewers at once fetch what is still in storage.
  void forget(List<String> prefixes) {
    copies.removeIf(
        key -> prefixes.stream().anyMatch(key::startsWith) && variants.head(key).isEmpty());
  }

  /// @throws AssertionError when an image is erased and the edge cache has a copy of a file
  void hasNoCopies(ImageRecord erased) {
    if (copies.stream().anyMatch(key -> key.startsWith(Keys.variants(erased.id())))) {
      throw new AssertionError("erased with copies near viewers: " + erased);
    }
  }

  /// @throws AssertionError when a version is ready and a file is missing
  void isComplete(VersionRecord ready) {
    Manifest manifest = MemoryRenderer.manifest(ready.job());
    for (Manifest.Variant variant : manifest.variants()) {
      check(variant.url(), variant.sha256());
    }
    check(
        Keys.manifest(manifest.imageId(), manifest.version()),
        Sha256.of(ManifestJson.bytes(manifest)));
  }

  private void check(String key, Sha256 sha256) {
    Optional<StoredObject> object = variants.head(key);
    if (!object.flatMap(StoredObject::sha256).equals(Optional.of(sha256))) {
      throw new AssertionError("ready without " + key);
    }
  }
}
