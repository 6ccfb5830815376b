package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// Runs one operation: creates the object, sets its arguments and builds it.
final class OperationCall {

  private final Vips vips;
  private final VipsCalls calls;

  OperationCall(Vips vips) {
    this.vips = vips;
    this.calls = vips.calls();
  }

  /// Runs `operation`; the caller owns the outputs.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value is not allowed
  /// @throws VipsException if libvips rejects the call or fails; nothing is leaked
  VipsOutputs run(VipsOperation operation) {
    vips.clearErrors();
    MemorySegment unbuilt = make(operation.name());
    try {
      for (Map.Entry<String, VipsArgument> argument : operation.arguments().entrySet()) {
        set(unbuilt, operation.name(), argument.getKey(), argument.getValue());
      }
    } catch (RuntimeException e) {
      release(unbuilt);
      throw e;
    }
    return new VipsOutputs(vips, operation.name(), build(unbuilt, operation.name()));
  }

  private MemorySegment make(String operation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(operation);
      MemorySegment object =
          NativeCall.returning(() -> (MemorySegment) calls.operationNew.invokeExact(name));
      if (object.address() == 0) {
        throw vips.failure(operation);
      }
      return object;
    }
  }

  private void set(MemorySegment object, String operation, String argument, VipsArgument value) {
    ParameterReader.Declared declared = vips.parameters().input(object, operation, argument);
    try (Arena arena = Arena.ofConfined();
        GValue box = new GValue(calls, declared.type())) {
      new ArgumentBox(operation, argument, value).fill(box, declared.parameter());
      MemorySegment name = arena.allocateFrom(argument);
      NativeCall.run(() -> calls.setProperty.invokeExact(object, name, box.pointer()));
    }
  }

  /// Building may replace the object; libvips frees the old one.
  private MemorySegment build(MemorySegment unbuilt, String operation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment slot = arena.allocateFrom(VipsCalls.POINTER, unbuilt);
      int failed = NativeCall.returning(() -> (int) calls.operationBuild.invokeExact(slot));
      MemorySegment object = slot.get(VipsCalls.POINTER, 0);
      if (failed != 0) {
        VipsException failure = vips.failure(operation);
        release(object);
        throw failure;
      }
      return object;
    }
  }

  /// Releases the operation's references to its outputs, then the operation.
  void release(MemorySegment object) {
    NativeCall.run(() -> calls.unrefOutputs.invokeExact(object));
    NativeCall.run(() -> calls.objectUnref.invokeExact(object));
  }
}
