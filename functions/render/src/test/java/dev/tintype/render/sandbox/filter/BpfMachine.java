package dev.tintype.render.sandbox.filter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Runs a filter as the kernel would, also for architectures other than this machine's.
final class BpfMachine {
  private final BpfProgram program;

  BpfMachine(BpfProgram program) {
    this.program = program;
  }

  /// Returns the verdict for a call.
  int verdict(long architecture, int number, long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(64, 8);
      data.set(ValueLayout.JAVA_INT, 0, number);
      data.set(ValueLayout.JAVA_INT, 4, (int) architecture);
      for (int i = 0; i < arguments.length; i++) {
        data.set(ValueLayout.JAVA_LONG, 16 + 8L * i, arguments[i]);
      }
      MemorySegment written = program.write(arena);
      int length = Short.toUnsignedInt(written.get(ValueLayout.JAVA_SHORT, 0));
      return run(filter(written, length), data);
    }
  }

  @SuppressWarnings("restricted")
  private static MemorySegment filter(MemorySegment written, int length) {
    return MemorySegment.ofAddress(written.get(ValueLayout.JAVA_LONG, 8)).reinterpret(8L * length);
  }

  private static int run(MemorySegment filter, MemorySegment data) {
    int word = 0;
    int at = 0;
    while (true) {
      int code = filter.get(ValueLayout.JAVA_SHORT, 8L * at);
      int ifTrue = Byte.toUnsignedInt(filter.get(ValueLayout.JAVA_BYTE, 8L * at + 2));
      int ifFalse = Byte.toUnsignedInt(filter.get(ValueLayout.JAVA_BYTE, 8L * at + 3));
      int operand = filter.get(ValueLayout.JAVA_INT, 8L * at + 4);
      at++;
      switch (code) {
        case 0x20 -> word = data.get(ValueLayout.JAVA_INT, operand);
        case 0x54 -> word &= operand;
        case 0x15 -> at += word == operand ? ifTrue : ifFalse;
        case 0x25 -> at += Integer.compareUnsigned(word, operand) > 0 ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(word, operand) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (word & operand) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return operand;
        }
        default -> throw new AssertionError("no such instruction: " + code);
      }
    }
  }
}
