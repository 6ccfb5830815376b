package dev.tintype.render.child;

import dev.tintype.render.sandbox.child.PrivateOutput;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// The pipe to the worker, separate from everything else that is printed.
final class StandardOutput {

  private StandardOutput() {}

  /// Reserves standard output for frames. `main` calls this first, before any library can print
  /// there.
  static OutputStream claim() throws IOException {
    OutputStream frames = PrivateOutput.claim();
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    return new BufferedOutputStream(frames);
  }
}
