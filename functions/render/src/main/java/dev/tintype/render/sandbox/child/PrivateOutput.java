package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Syscall;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output on a descriptor that no other code knows. Afterwards descriptor 1, to which
/// HotSpot and native libraries print, leads to standard error.
public final class PrivateOutput {

  private static final long STDOUT = 1;
  private static final long STDERR = 2;

  private PrivateOutput() {}

  /// Keeps a private copy of descriptor 1 and points descriptor 1 at descriptor 2.
  ///
  /// @return the private copy, unbuffered
  /// @throws dev.tintype.render.sandbox.JailException when the kernel refuses
  public static OutputStream claim() throws IOException {
    KernelCalls kernel = KernelCalls.bind();
    long copy = kernel.demand("copy standard output", Syscall.DUP, STDOUT);
    OutputStream output = new FileOutputStream("/proc/self/fd/" + copy);
    kernel.demand("join standard output to standard error", Syscall.DUP3, STDERR, STDOUT, 0);
    kernel.demand("close the copy", Syscall.CLOSE, copy);
    return output;
  }
}
