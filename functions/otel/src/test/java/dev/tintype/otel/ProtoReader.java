package dev.tintype.otel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;

/// Reads the fields of a message of Protocol Buffers,
/// https://protobuf.dev/programming-guides/encoding/.
final class ProtoReader {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private ProtoReader() {}

  /// Passes each field that has bytes to a handler, with its number; other fields are skipped.
  static void read(byte[] message, BiConsumer<Integer, byte[]> handler) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) (tag & 7)) {
        case VARINT -> varint(in);
        case FIXED_64 -> in.getLong();
        case BYTES -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          handler.accept((int) (tag >>> 3), bytes);
        }
        case FIXED_32 -> in.getInt();
        default -> throw new IllegalArgumentException("unknown wire type in tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
