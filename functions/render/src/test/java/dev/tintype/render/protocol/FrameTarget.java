package dev.tintype.render.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Frames of arbitrary bytes: each is read or rejected; a frame that was read survives a round
/// trip.
public final class FrameTarget {

  private FrameTarget() {}

  /// Runs one input.
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      for (Optional<Frame> frame = Frame.read(in); frame.isPresent(); frame = Frame.read(in)) {
        interpret(frame.get());
      }
    } catch (BadFrame _) {
      return;
    }
  }

  private static void interpret(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame.write(out);
    if (!Frame.read(new ByteArrayInputStream(out.toByteArray())).equals(Optional.of(frame))) {
      throw new AssertionError(frame + " is read back otherwise");
    }
    switch (frame.type()) {
      case HEADER -> HeaderJson.read(frame.body());
      case HELLO -> HelloJson.read(frame.body());
      case RENDER, GO, STOP, ENCODING, DONE, REJECTED -> {}
      case UNUSABLE_WATERMARK, WATERMARK_READ, ORIGINAL -> {}
    }
  }
}
