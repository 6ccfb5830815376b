package dev.tintype.render.child;

import dev.tintype.render.protocol.Frame;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A renderer that an original of [#WIDTH] × [#HEIGHT] pixels takes over. From then on it renders
/// as before, and writes down all it can read ([Loot]) during each job.
public final class TakenOverMain {

  /// The width of a PNG that takes over, px.
  public static final int WIDTH = 333;

  /// The height of a PNG that takes over, px.
  public static final int HEIGHT = 77;

  private static final int IHDR = 16;

  private final Path original;
  private boolean taken;

  private TakenOverMain(Path original) {
    this.original = original;
  }

  /// Takes the arguments of [RendererMain], and runs until standard input ends.
  public static void main(String[] arguments) throws IOException {
    OutputStream worker = StandardOutput.claim();
    InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    TakenOverMain main = new TakenOverMain(Path.of(arguments[3], "original"));
    RendererMain.serve(arguments, new FrameInput(in, main::heard), worker);
  }

  private void heard(Frame frame) {
    switch (frame.type()) {
      case GO -> look();
      case HELLO, RENDER, HEADER, STOP, ENCODING, DONE, REJECTED -> {}
      case UNUSABLE_WATERMARK, WATERMARK_READ, ORIGINAL -> {}
    }
  }

  private void look() {
    try {
      taken = taken || takesOver();
      if (taken) {
        new Loot(Path.of("/tmp")).write();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean takesOver() throws IOException {
    ByteBuffer dimensions = ByteBuffer.allocate(8);
    try (FileChannel file = FileChannel.open(original)) {
      file.read(dimensions, IHDR);
    }
    return dimensions.getInt(0) == WIDTH && dimensions.getInt(4) == HEIGHT;
  }
}
