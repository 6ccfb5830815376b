package dev.tintype.render.child;

import dev.tintype.render.protocol.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// Passes frames on unchanged and shows each to a listener before its first byte is read. One
/// thread uses it.
final class FrameInput extends InputStream {

  private final InputStream in;
  private final Consumer<Frame> listener;
  private InputStream frame = InputStream.nullInputStream();

  FrameInput(InputStream in, Consumer<Frame> listener) {
    this.in = in;
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int next = frame.read();
    return next < 0 && begin() ? frame.read() : next;
  }

  private boolean begin() throws IOException {
    Optional<Frame> heard = Frame.read(in);
    if (heard.isEmpty()) {
      return false;
    }
    listener.accept(heard.get());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    heard.get().write(bytes);
    frame = new ByteArrayInputStream(bytes.toByteArray());
    return true;
  }
}
