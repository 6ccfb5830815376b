package dev.tintype.s3;

import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Trial;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Tries out on the two buckets themselves what the contracts of storage and signer need. Stores
/// with S3's protocol exist that ignore `If-None-Match` or a checksum. On such a store a client
/// could overwrite an original or store other bytes than it declared, and nobody would notice.
///
/// The probe writes small objects under a prefix that no image has, and deletes them. Several hosts
/// may probe at the same time. Two probes of one store need not agree about a race: a store that
/// loses one race in many may pass.
final class StoreProbe {

  /// No original, variant or other object of Tintype has a key that begins so.
  static final String PREFIX = "tintype-probe/";

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// What a probe left that died. A probe takes seconds, so nobody needs it any more.
  private static final Duration LEFT = Duration.ofHours(1);

  private static final int MOST = 500;

  private final Bucket originals;
  private final Bucket variants;
  private final CopyProbe copies;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param originals clients upload to it
  /// @param variants only servers and workers write to it
  /// @param copies tries out the copies of `variants`
  /// @param clock tells which objects an earlier probe left
  /// @param random makes names and contents
  StoreProbe(
      Bucket originals,
      Bucket variants,
      CopyProbe copies,
      InstantSource clock,
      SecureRandom random) {
    this.originals = originals;
    this.variants = variants;
    this.copies = copies;
    this.clock = clock;
    this.random = random;
  }

  /// Takes about 60 round trips to the store, one after another.
  ///
  /// @throws StoreUnavailable when the store does not answer what Tintype needs
  Trial trial() {
    String folder = PREFIX + name(random) + "/";
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      StorageProbe inVariants = new StorageProbe(variants, folder, http, random);
      List<String> lacks = new ArrayList<>(inVariants.lacks());
      StorageProbe inOriginals = new StorageProbe(originals, folder, http, random);
      lacks.addAll(inOriginals.lacks());
      PermissionProbe permissions = new PermissionProbe(originals, folder, http, random);
      if (!inOriginals.isUseless()) {
        lacks.addAll(permissions.lacks());
      }
      List<String> remarks = new ArrayList<>(permissions.remarks());
      if (lacks.isEmpty()) {
        aboutCopies().ifPresent(remarks::add);
      }
      return new Trial(lacks, remarks);
    } finally {
      cleanUp(originals, PREFIX, folder, clock);
      cleanUp(variants, PREFIX, folder, clock);
    }
  }

  /// Tintype needs no copies, so a store that keeps everything else can be used even if this stays
  /// unknown.
  private Optional<String> aboutCopies() {
    try {
      return copies
          .lack()
          .map(lack ->
              "The bucket %s %s. So workers copy files by reading and writing them."
                  .formatted(variants.name(), lack));
    } catch (StoreUnavailable e) {
      return Optional.of(
          "It is unknown whether the bucket %s keeps the conditions of a copy (%s). Workers copy"
                  .formatted(variants.name(), e.getMessage())
              + " files by reading and writing them until they find out.");
    }
  }

  static String name(SecureRandom random) {
    byte[] bits = new byte[8];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /// What cannot be deleted is left to a later probe.
  static void cleanUp(Bucket bucket, String prefix, String folder, InstantSource clock) {
    Instant old = clock.instant().minus(LEFT);
    try {
      List<String> keys =
          bucket.storage().list(prefix, Optional.empty(), MOST).stream()
              .filter(
                  object -> object.key().startsWith(folder) || object.modifiedAt().isBefore(old))
              .map(StoredObject::key)
              .toList();
      bucket.storage().delete(keys);
    } catch (StoreUnavailable e) {
      LOGGER.log(
          Level.WARNING,
          () -> "event=s3.probe_left bucket=" + bucket.name() + " prefix=" + folder,
          e);
    }
  }
}
