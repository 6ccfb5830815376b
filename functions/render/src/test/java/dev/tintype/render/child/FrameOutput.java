package dev.tintype.render.child;

import dev.tintype.render.protocol.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

/// Replaces each frame by others when it is flushed. One thread uses it.
final class FrameOutput extends OutputStream {

  private final OutputStream out;
  private final Function<Frame, List<Frame>> change;
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

  FrameOutput(OutputStream out, Function<Frame, List<Frame>> change) {
    this.out = out;
    this.change = change;
  }

  @Override
  public void write(int value) {
    frame.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    frame.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    Frame said = Frame.read(new ByteArrayInputStream(frame.toByteArray())).orElseThrow();
    frame.reset();
    for (Frame instead : change.apply(said)) {
      instead.write(out);
    }
  }
}
