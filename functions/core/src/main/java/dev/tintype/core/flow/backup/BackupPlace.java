package dev.tintype.core.flow.backup;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where backups are kept: each file once under `objects/`, named by its digest, and for each
/// backup an index under `indexes/`, named by its time and digest. Nothing is ever changed. Safe
/// for use by many threads.
public final class BackupPlace {

  static final String OBJECTS = "objects/";
  static final String INDEXES = "indexes/";
  static final int PAGE = 1_000;

  private static final String PRIVATE = "private, no-store";
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern INDEX =
      Pattern.compile("indexes/([0-9]{8}T[0-9]{9}Z)-([0-9a-f]{64})\\.json");

  private final Storage storage;
  private final String name;
  private final Path work;

  /// @param storage the place, which holds nothing else
  /// @param name its address for people
  /// @param work an empty folder of this process for files on their way
  public BackupPlace(Storage storage, String name, Path work) {
    this.storage = storage;
    this.name = name;
    this.work = work;
  }

  /// A backup that is whole.
  ///
  /// @param id its time, by which people name it; a later backup has a greater one
  /// @param sha256 the digest of its index
  public record Entry(String id, Sha256 sha256) {
    String key() {
      return INDEXES + id + "-" + sha256 + ".json";
    }
  }

  /// @return the address for people
  public String name() {
    return name;
  }

  Storage storage() {
    return storage;
  }

  Path work() {
    return work;
  }

  /// @return every backup that is whole, the oldest first
  /// @throws StoreUnavailable when the place does not answer
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<StoredObject> page;
    do {
      page = storage.list(INDEXES, after, PAGE);
      for (StoredObject object : page) {
        Matcher match = INDEX.matcher(object.key());
        if (match.matches()) {
          entries.add(new Entry(match.group(1), new Sha256(match.group(2))));
        }
        after = Optional.of(object.key());
      }
    } while (page.size() == PAGE);
    return List.copyOf(entries);
  }

  /// @param id the id of a backup; absent for the latest
  /// @throws BackupRefused when there is no such backup
  public Entry entry(Optional<String> id) {
    List<Entry> entries = entries();
    if (entries.isEmpty()) {
      throw new BackupRefused(name + " holds no whole backup.");
    }
    return id.isEmpty()
        ? entries.getLast()
        : entries.stream()
            .filter(entry -> entry.id().equals(id.get()))
            .findFirst()
            .orElseThrow(() ->
                new BackupRefused(
                    "%s holds no backup %s; its latest is %s."
                        .formatted(name, id.get(), entries.getLast().id())));
  }

  /// @throws BackupRefused when the index is damaged, or of another release's form
  /// @throws StoreUnavailable when the place does not answer
  public BackupIndex read(Entry entry) {
    try (Fetched file =
        Fetched.of(storage, entry.key(), work)
            .orElseThrow(() -> new BackupRefused("The index " + entry.key() + " is gone."))) {
      if (!file.sha256().equals(entry.sha256())) {
        throw new BackupRefused(
            "The index %s is damaged: delete it to give this backup up.".formatted(entry.key()));
      }
      return BackupIndex.read(Json.parse(Files.readAllBytes(file.path())));
    } catch (MalformedJson e) {
      throw new BackupRefused(
          "The index %s cannot be read by this release (%s): use the release that made it."
              .formatted(entry.key(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new StoreUnavailable("the index " + entry.key() + " could not be read: " + e, e);
    }
  }

  static String id(Instant takenAt) {
    return ID.format(takenAt);
  }

  /// Stores an index, which makes its backup whole.
  Entry write(BackupIndex index) {
    byte[] bytes = Json.bytes(index.write());
    Entry entry = new Entry(id(index.takenAt()), Sha256.of(bytes));
    Path file = work.resolve(UUID.randomUUID().toString());
    try {
      Files.write(file, bytes);
      put(
          entry.key(),
          new StoredFile(file, bytes.length, entry.sha256(), "application/json", PRIVATE));
      Files.delete(file);
    } catch (IOException e) {
      throw new StoreUnavailable("the index could not be written: " + e, e);
    }
    return entry;
  }

  static String key(Sha256 digest) {
    return OBJECTS + digest.hex().substring(0, 2) + "/" + digest;
  }

  /// @return the digest in an object's key; absent for any other key
  static Optional<Sha256> digest(String key) {
    String hex = key.substring(key.lastIndexOf('/') + 1);
    try {
      Sha256 digest = new Sha256(hex);
      return key(digest).equals(key) ? Optional.of(digest) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// @return whether an object with this digest and length is there; its bytes are not read
  boolean holds(Sha256 digest, long bytes) {
    return storage.head(key(digest)).filter(object -> object.bytes() == bytes).isPresent();
  }

  /// What the place has under a digest.
  enum Found {
    /// The right bytes.
    SOUND,
    /// Nothing.
    ABSENT,
    /// Other bytes.
    ALTERED
  }

  /// Reads the object with this digest. What differs is read once more before that is believed.
  Found look(Sha256 digest, long bytes) {
    for (int i = 0; i < 2; i++) {
      try (Fetched file = fetch(digest).orElse(null)) {
        if (file == null) {
          return Found.ABSENT;
        }
        if (file.is(bytes, digest)) {
          return Found.SOUND;
        }
      }
    }
    return Found.ALTERED;
  }

  /// Stores a file under its digest in place of what is there.
  void replace(Fetched file) {
    storage.delete(key(file.sha256()));
    keep(file);
  }

  /// Stores a file under its digest.
  void keep(Fetched file) {
    put(key(file.sha256()), file.stored("application/octet-stream", PRIVATE));
  }

  /// An object that has other bytes than its name says is damaged, and is replaced.
  private void put(String key, StoredFile file) {
    if (storage.put(key, file) == PutResult.CONFLICT) {
      storage.delete(key);
      if (storage.put(key, file) == PutResult.CONFLICT) {
        throw new StoreUnavailable(name + ": others write " + key + " at the same time");
      }
    }
  }

  /// @return the object with this digest, whose bytes may be others; absent when it is not there
  Optional<Fetched> fetch(Sha256 digest) {
    return Fetched.of(storage, key(digest), work);
  }
}
