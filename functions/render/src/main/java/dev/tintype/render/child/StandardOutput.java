package dev.tintype.render.child;

import dev.tintype.render.sandbox.child.PrivateOutput;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// The pipe to the worker, kept apart from whatever else prints.
final class StandardOutput {

  private StandardOutput() {}

  /// Takes standard output for frames: first act of main, before any library can print there.
  static OutputStream claim() throws IOException {
    OutputStream frames = PrivateOutput.claim();
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    return new BufferedOutputStream(frames);
  }
}
