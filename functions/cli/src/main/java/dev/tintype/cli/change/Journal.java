package dev.tintype.cli.change;

import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// How far a run has come, kept in a file so that a later run goes on. Everything before its
/// position is finished; what comes after it can be repeated.
///
/// @param task what the run does
/// @param startedAt when its first part began
/// @param cursor the image before which it goes on; absent at the beginning
/// @param index how many images of the set were seen
/// @param tally what is done
record Journal(Task task, Instant startedAt, Optional<String> cursor, long index, Tally tally) {

  private static final Set<String> FIELDS =
      Set.of("v", "server", "recipe", "digest", "startedAt", "cursor", "index", "done");

  /// What a run does. A journal serves only the run that began it.
  ///
  /// @param server the server's URL
  /// @param recipe the name of the set
  /// @param digest the digest of its recipe
  record Task(String server, String recipe, Sha256 digest) {}

  /// @return the journal of a run that begins
  static Journal begin(Task task, Instant now) {
    return new Journal(task, now, Optional.empty(), 0, Tally.NOTHING);
  }

  /// Reads the journal of a task, or begins one.
  ///
  /// @throws InvalidSetting when the file belongs to another run or is no journal
  static Journal open(Path file, Task task, Instant now) throws IOException {
    if (!Files.exists(file)) {
      return begin(task, now);
    }
    Journal found =
        read(file)
            .orElseThrow(
                () -> new InvalidSetting(file + " is not a journal of 'tintype reprocess'."));
    if (!found.task.equals(task)) {
      throw new InvalidSetting(
          "%s is the journal of another run (%s, recipe %s with the digest %s). Remove it, or name another file with --journal."
              .formatted(
                  file,
                  found.task.server(),
                  found.task.recipe(),
                  found.task.digest().hex().substring(0, 16)));
    }
    return found;
  }

  /// @return whether the file is the journal of a run of this server and recipe
  static boolean isOf(Path file, String server, String recipe) throws IOException {
    return Files.exists(file)
        && read(file)
            .map(Journal::task)
            .filter(task -> task.server().equals(server) && task.recipe().equals(recipe))
            .isPresent();
  }

  /// @return absent when the file is no journal
  private static Optional<Journal> read(Path file) throws IOException {
    try {
      return Optional.of(read(Json.parse(Files.readAllBytes(file))));
    } catch (MalformedJson | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Journal read(JsonObject json) {
    json.only(FIELDS);
    json.int32("v", 1, 1);
    return new Journal(
        new Task(json.text("server"), json.text("recipe"), new Sha256(json.text("digest"))),
        json.instant("startedAt"),
        json.optionalText("cursor"),
        json.integer("index", 0, Long.MAX_VALUE),
        Tally.read(json.object("done")));
  }

  /// @return this journal at a later position
  Journal at(Optional<String> next, long seen, Tally done) {
    return new Journal(task, startedAt, next, seen, tally.plus(done));
  }

  /// Replaces the file. After a failure or a kill, it holds the position before.
  void write(Path file) throws IOException {
    var json =
        Json.object()
            .put("v", 1)
            .put("server", task.server())
            .put("recipe", task.recipe())
            .put("digest", task.digest().hex());
    json.put("startedAt", startedAt.toString());
    cursor.ifPresent(at -> json.put("cursor", at));
    json.put("index", index).set("done", tally.json());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, Json.write(json) + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
