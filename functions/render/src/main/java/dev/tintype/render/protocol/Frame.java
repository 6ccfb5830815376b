package dev.tintype.render.protocol;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One message on the pipe: the magic `TTY1`, a type, a length of at most 64 KiB, and JSON.
///
/// @param type its meaning
/// @param body its fields
public record Frame(Type type, JsonObject body) {

  /// The most bytes of JSON in a frame.
  public static final int MAX_BYTES = 1 << 16;

  private static final int MAGIC = 0x54545931;
  private static final int HEAD_BYTES = 9;

  /// The meaning of a frame.
  public enum Type {
    /// Renderer: ready; describes itself and its jail.
    HELLO(1),
    /// Worker: announces an original.
    RENDER(2),
    /// Renderer: its header.
    HEADER(3),
    /// Worker: decode it.
    GO(4),
    /// Worker: skip it.
    STOP(5),
    /// Renderer: decoding is done, encoding starts.
    ENCODING(6),
    /// Renderer: every file is written.
    DONE(7),
    /// Renderer: the original cannot be rendered.
    REJECTED(8),
    /// Renderer: the watermark cannot be decoded; the original is not in the folder yet.
    UNUSABLE_WATERMARK(9),
    /// Renderer: the watermark is decoded. Only sent for a recipe with a watermark.
    WATERMARK_READ(10),
    /// Worker: the original is in the folder. Only sent after [#WATERMARK_READ]; without a
    /// watermark the original is there from the beginning.
    ORIGINAL(11);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    private static Type byCode(int code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new BadFrame("no frame: type " + code);
    }
  }

  /// Creates a frame of this type and body.
  public static Frame of(Type type, com.fasterxml.jackson.databind.node.ObjectNode body) {
    return new Frame(type, new JsonObject("", body));
  }

  /// Writes the frame and flushes.
  ///
  /// @throws IllegalArgumentException when the body is over [#MAX_BYTES]
  public void write(OutputStream out) throws IOException {
    byte[] json = Json.bytes(body.node());
    if (json.length > MAX_BYTES) {
      throw new IllegalArgumentException("a frame holds at most 64 KiB, not " + json.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + json.length);
    bytes.putInt(MAGIC).put((byte) type.code).putInt(json.length).put(json);
    out.write(bytes.array());
    out.flush();
  }

  /// Reads one frame; blocks until it is complete.
  ///
  /// @return absent when the stream ends between two frames
  /// @throws BadFrame when the bytes are no frame, or the stream ends inside one
  public static Optional<Frame> read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    try {
      int magic = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
      if (magic != MAGIC) {
        throw new BadFrame("no frame: it starts with " + Integer.toHexString(magic));
      }
      Type type = Type.byCode(data.readUnsignedByte());
      int length = data.readInt();
      if (length < 0 || length > MAX_BYTES) {
        throw new BadFrame("no frame: length " + length);
      }
      byte[] json = new byte[length];
      data.readFully(json);
      return Optional.of(new Frame(type, Json.parse(json)));
    } catch (EOFException e) {
      throw new BadFrame("the stream ends inside a frame", e);
    } catch (MalformedJson e) {
      throw new BadFrame("a frame without JSON", e);
    }
  }
}
