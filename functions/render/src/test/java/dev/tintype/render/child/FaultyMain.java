package dev.tintype.render.child;

import dev.tintype.render.protocol.Frame;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A renderer that has a [Fault] in each job whose recipe names one.
public final class FaultyMain {

  private final OutputStream worker;
  private final Path variants;
  private Fault fault = Fault.NONE;
  private int jobs;
  private Optional<Frame> belated = Optional.empty();

  private FaultyMain(OutputStream worker, Path variants) {
    this.worker = worker;
    this.variants = variants;
  }

  /// Takes the arguments of [RendererMain], and runs until standard input ends.
  public static void main(String[] arguments) throws IOException {
    OutputStream worker = StandardOutput.claim();
    InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    FaultyMain faulty = new FaultyMain(worker, Path.of(arguments[4]));
    RendererMain.serve(
        arguments, new FrameInput(in, faulty::heard), new FrameOutput(worker, faulty::instead));
  }

  private void heard(Frame frame) {
    switch (frame.type()) {
      case RENDER -> {
        fault = Fault.of(frame);
        if (fault == Fault.CLAIM_IN_LATER_JOB && jobs == 0) {
          fault = Fault.NONE;
        }
        jobs++;
      }
      case GO -> fault.beforeDecode(worker, variants);
      case HELLO, HEADER, STOP, ENCODING, DONE, REJECTED -> {}
      case UNUSABLE_WATERMARK, WATERMARK_READ, ORIGINAL -> {}
    }
  }

  private List<Frame> instead(Frame said) {
    if (said.type() == Frame.Type.HEADER && belated.isPresent()) {
      return Stream.concat(belated.stream(), Stream.of(said)).toList();
    }
    if (said.type() == Frame.Type.DONE && fault == Fault.BELATED) {
      belated = Optional.of(said);
    }
    return fault.instead(said, variants);
  }
}
