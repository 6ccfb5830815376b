package dev.tintype.core.flow.relocate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/// What one process says about itself.
///
/// @param name of the process, no two the same, such as `web-1-0123456789ab/4711`
/// @param storages the names of the storages that it knows
/// @param acts the number of the move that it acts by; 0 when it knows of none
/// @param age how long ago it said so
public record HostMark(String name, List<String> storages, long acts, Duration age) {

  /// A living process says so again after this time.
  public static final Duration REPEAT = Duration.ofSeconds(20);

  /// A process that said nothing for longer does not answer. It is longer than a worker's lease, so
  /// such a process holds no job any more.
  public static final Duration SILENCE = Duration.ofMinutes(2);

  /// Copies the list.
  public HostMark {
    storages = List.copyOf(storages);
  }

  /// @return whether it has said nothing for too long
  public boolean isSilent() {
    return age.compareTo(SILENCE) > 0;
  }

  /// @return whether it knows both storages of a move
  public boolean knows(FilesMove move) {
    return storages.contains(move.from()) && storages.contains(move.to());
  }

  static String text(List<String> storages, long acts) {
    ObjectNode object = Json.object().put("acts", acts);
    storages.forEach(object.putArray("storages")::add);
    return Json.write(object);
  }

  static HostMark parse(String name, String text, Duration age) {
    JsonObject object = Json.parse(text);
    return new HostMark(
        name, object.texts("storages"), object.integer("acts", 0, Long.MAX_VALUE), age);
  }
}
