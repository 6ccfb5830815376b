package dev.tintype.bench.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All stored figures: one JSON object per line; for a repeated id the last line counts.
public final class Figures {

  private final Path file;

  /// @param folder an existing folder
  public Figures(Path folder) {
    this.file = folder.resolve("figures.jsonl");
  }

  /// Stores one figure.
  ///
  /// @param json contains an `id`
  public void add(ObjectNode json) throws IOException {
    Files.writeString(
        file, Json.write(json) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// @return all figures, by id
  public Map<String, JsonObject> all() throws IOException {
    Map<String, JsonObject> all = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        JsonObject json = Json.parse(line);
        all.put(json.text("id"), json);
      }
    }
    return all;
  }

  /// @return the row of this id, if it was measured
  public Optional<Row> row(String id) throws IOException {
    return Optional.ofNullable(all().get(id)).map(Row::read);
  }
}
