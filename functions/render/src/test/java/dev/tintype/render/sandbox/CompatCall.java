package dev.tintype.render.sandbox;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Makes a system call through the 32-bit interface, whose numbers mean other calls than those in
/// the filter.
final class CompatCall {
  /// x86: mov eax, 20 (getpid); int 0x80; ret.
  private static final byte[] CODE = {
    (byte) 0xb8, 20, 0, 0, 0, (byte) 0xcd, (byte) 0x80, (byte) 0xc3
  };

  private CompatCall() {}

  @SuppressWarnings("restricted")
  static int run() throws Throwable {
    KernelCalls kernel = KernelCalls.bind();
    long page = kernel.demand("map code", Syscall.MMAP, 0, 4096, 7, 0x22, -1, 0);
    MemorySegment code = MemorySegment.ofAddress(page).reinterpret(4096);
    MemorySegment.copy(CODE, 0, code, ValueLayout.JAVA_BYTE, 0, CODE.length);
    var handle =
        Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    return (int) handle.invokeExact();
  }
}
