package dev.tintype.core.flow.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.RecordTransfer.Row;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A file of rows: lines of JSON, `{"k":KEY,"f":[FIELDS]}`, in ascending order of the keys, packed
/// by gzip. The same rows make the same bytes.
final class RowFile {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String KEY = "k";
  private static final String FIELDS = "f";

  private RowFile() {}

  /// Writes a file. For one thread.
  static final class Out implements AutoCloseable {

    private final Writer writer;
    private long rows;

    /// @throws IOException when the file cannot be made
    Out(Path file) throws IOException {
      this.writer =
          new BufferedWriter(
              new OutputStreamWriter(
                  new GZIPOutputStream(Files.newOutputStream(file), BUFFER_BYTES), UTF_8),
              BUFFER_BYTES);
    }

    void add(Row row) throws IOException {
      ObjectNode line = Json.object().put(KEY, row.key());
      ArrayNode fields = line.putArray(FIELDS);
      row.fields().forEach(fields::add);
      writer.write(Json.write(line));
      writer.write('\n');
      rows++;
    }

    /// @return how many rows were written
    long rows() {
      return rows;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  /// Reads a file from its beginning. For one thread.
  static final class In implements AutoCloseable {

    private final BufferedReader reader;
    private Optional<Row> next;

    /// @throws IOException when the file cannot be read
    In(Path file) throws IOException {
      this.reader =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES), UTF_8),
              BUFFER_BYTES);
      this.next = read();
    }

    /// @return the next row, which stays the next one; absent at the end
    Optional<Row> peek() {
      return next;
    }

    /// Takes the row that [#peek] answered.
    ///
    /// @throws java.util.NoSuchElementException at the end
    /// @throws UncheckedIOException when the file cannot be read
    Row take() {
      Row row = next.orElseThrow();
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return row;
    }

    private Optional<Row> read() throws IOException {
      String line = reader.readLine();
      if (line == null) {
        return Optional.empty();
      }
      JsonNode row = Json.parse(line).node();
      List<String> fields = new ArrayList<>();
      row.path(FIELDS).forEach(field -> fields.add(field.asText()));
      return Optional.of(new Row(row.path(KEY).asText(), fields));
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
