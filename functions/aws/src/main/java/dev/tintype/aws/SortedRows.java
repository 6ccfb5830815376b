package dev.tintype.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.StoreUnavailable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Puts rows that come in any order into the order of their keys. Beyond some megabytes, sorted
/// parts of them go to a temporary file, which nobody else can open.
///
/// First any number of threads add rows, then one thread takes them.
final class SortedRows implements AutoCloseable {

  private static final Comparator<Row> BY_KEY = Comparator.comparing(Row::key);
  private static final int BUFFER = 1 << 16;

  private final long mostInMemory;
  private final FileChannel file;
  private final PriorityQueue<Part> parts =
      new PriorityQueue<>(Comparator.comparing(Part::first, BY_KEY));
  private List<Row> waiting = new ArrayList<>();
  private long characters;

  /// @param mostInMemory how many characters of rows are kept in memory
  /// @throws StoreUnavailable when the file cannot be made
  SortedRows(long mostInMemory) {
    this.mostInMemory = mostInMemory;
    try {
      this.file =
          FileChannel.open(
              Files.createTempFile("tintype-move", ".rows"), READ, WRITE, CREATE, DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static StoreUnavailable failed(IOException e) {
    return new StoreUnavailable("sorting rows in a temporary file: " + e.getMessage(), e);
  }

  /// @throws StoreUnavailable when the file cannot be written, for example because its disk is full
  synchronized void add(Row row) {
    waiting.add(row);
    characters += row.key().length();
    for (String field : row.fields()) {
      characters += field.length();
    }
    if (characters > mostInMemory) {
      write();
    }
  }

  private void write() {
    waiting.sort(BY_KEY);
    try {
      long start = file.size();
      file.position(start);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
      for (Row row : waiting) {
        out.writeInt(row.fields().size());
        text(out, row.key());
        for (String field : row.fields()) {
          text(out, field);
        }
      }
      out.flush();
      parts.add(
          new FilePart(
              new DataInputStream(
                  new BufferedInputStream(new Region(file, start, file.size()), BUFFER)),
              waiting.size()));
    } catch (IOException e) {
      throw failed(e);
    }
    waiting = new ArrayList<>();
    characters = 0;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Takes rows; nothing may be added any more.
  ///
  /// @return the next rows, fewer than the limit only at the end
  synchronized List<Row> next(int limit) {
    if (!waiting.isEmpty()) {
      waiting.sort(BY_KEY);
      parts.add(new MemoryPart(List.copyOf(waiting)));
      waiting = new ArrayList<>();
    }
    List<Row> rows = new ArrayList<>();
    while (rows.size() < limit && !parts.isEmpty()) {
      Part part = parts.remove();
      rows.add(part.first());
      if (part.advance()) {
        parts.add(part);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Rows in order.
  private sealed interface Part {
    Row first();

    /// @return whether there is another row
    boolean advance();
  }

  private static final class MemoryPart implements Part {
    private final List<Row> rows;
    private int first;

    MemoryPart(List<Row> rows) {
      this.rows = rows;
    }

    @Override
    public Row first() {
      return rows.get(first);
    }

    @Override
    public boolean advance() {
      first++;
      return first < rows.size();
    }
  }

  private static final class FilePart implements Part {
    private final DataInputStream in;
    private int left;
    private Row first;

    FilePart(DataInputStream in, int rows) {
      this.in = in;
      this.left = rows;
      this.first = read();
    }

    @Override
    public Row first() {
      return first;
    }

    @Override
    public boolean advance() {
      if (left == 0) {
        return false;
      }
      first = read();
      return true;
    }

    private Row read() {
      left--;
      try {
        int fields = in.readInt();
        String key = text();
        List<String> values = new ArrayList<>(fields);
        for (int i = 0; i < fields; i++) {
          values.add(text());
        }
        return new Row(key, values);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private String text() throws IOException {
      return new String(in.readNBytes(in.readInt()), UTF_8);
    }
  }

  /// A part of the file as a stream. Others may write behind it meanwhile.
  private static final class Region extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    Region(FileChannel file, long start, long end) {
      this.file = file;
      this.at = start;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (at >= end) {
        return -1;
      }
      int read = file.read(ByteBuffer.wrap(bytes, from, (int) Math.min(length, end - at)), at);
      at += Math.max(read, 0);
      return read;
    }
  }
}
