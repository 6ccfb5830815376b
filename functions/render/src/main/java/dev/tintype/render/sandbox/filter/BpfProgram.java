package dev.tintype.render.sandbox.filter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A builder of a classic BPF program over `struct seccomp_data`, one instruction after another.
///
/// Jumps only lead forward over a block that ends in a verdict, so no labels are needed.
/// https://docs.kernel.org/userspace-api/seccomp_filter.html
final class BpfProgram {
  static final int ALLOW = 0x7fff0000;
  static final int KILL_PROCESS = 0x80000000;

  /// Offset of the call's number in `seccomp_data`.
  static final int NUMBER = 0;

  /// Offset of the architecture in `seccomp_data`.
  static final int ARCHITECTURE = 4;

  private static final int ERRNO = 0x00050000;
  private static final int LOAD_WORD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_GREATER = 0x25;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int MAX_JUMP = 255;

  private final List<Instruction> instructions = new ArrayList<>();

  /// Returns the offset of the low 32 bits of an argument (both architectures are little-endian).
  static int argument(int index) {
    return 16 + 8 * index;
  }

  BpfProgram load(int offset) {
    return add(LOAD_WORD, 0, 0, offset);
  }

  BpfProgram and(int mask) {
    return add(AND, 0, 0, mask);
  }

  BpfProgram allow() {
    return verdict(ALLOW);
  }

  BpfProgram refuse(int errno) {
    return verdict(ERRNO | errno);
  }

  BpfProgram kill() {
    return verdict(KILL_PROCESS);
  }

  /// Runs the block if the loaded word equals the value.
  BpfProgram ifEqual(int value, BpfProgram block) {
    return jumpOver(JUMP_IF_EQUAL, value, block);
  }

  /// Runs the block unless the loaded word equals the value.
  BpfProgram unlessEqual(int value, BpfProgram block) {
    add(JUMP_IF_EQUAL, block.instructions.size(), 0, value);
    instructions.addAll(block.instructions);
    return this;
  }

  /// Runs the block if the loaded word is greater than the value, both unsigned.
  BpfProgram ifGreater(int value, BpfProgram block) {
    return jumpOver(JUMP_IF_GREATER, value, block);
  }

  /// Runs the block if the loaded word is at least the value, both unsigned.
  BpfProgram ifAtLeast(int value, BpfProgram block) {
    return jumpOver(JUMP_IF_AT_LEAST, value, block);
  }

  /// Runs the block if the loaded word has any bit of the mask.
  BpfProgram ifAnyBit(int mask, BpfProgram block) {
    return jumpOver(JUMP_IF_ANY_BIT, mask, block);
  }

  /// Writes `struct sock_fprog` and its instructions; both live as long as the arena.
  MemorySegment write(Arena arena) {
    MemorySegment filter = arena.allocate((long) instructions.size() * INSTRUCTION_BYTES, 8);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      long at = (long) i * INSTRUCTION_BYTES;
      filter.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code());
      filter.set(ValueLayout.JAVA_BYTE, at + 2, (byte) instruction.ifTrue());
      filter.set(ValueLayout.JAVA_BYTE, at + 3, (byte) instruction.ifFalse());
      filter.set(ValueLayout.JAVA_INT, at + 4, instruction.operand());
    }
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
    program.set(ValueLayout.JAVA_LONG, 8, filter.address());
    return program;
  }

  private BpfProgram verdict(int value) {
    return add(RETURN, 0, 0, value);
  }

  private BpfProgram jumpOver(int code, int operand, BpfProgram block) {
    int skipped = block.instructions.size();
    if (skipped > MAX_JUMP) {
      throw new IllegalArgumentException("a block of " + skipped + " instructions is too long");
    }
    add(code, 0, skipped, operand);
    instructions.addAll(block.instructions);
    return this;
  }

  private BpfProgram add(int code, int ifTrue, int ifFalse, int operand) {
    instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    return this;
  }

  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}
}
