package dev.tintype.render.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.render.protocol.Frame;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// A renderer that never reports that a codec met damage, so that its worker keeps it after a
/// rejection. A fuzzer then need not start a new one for each damaged file.
public final class ForgivingMain {

  private ForgivingMain() {}

  /// Takes the arguments of [RendererMain], and runs until standard input ends.
  public static void main(String[] arguments) throws IOException {
    OutputStream worker = StandardOutput.claim();
    InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    RendererMain.serve(
        arguments, in, new FrameOutput(worker, said -> List.of(withoutDamage(said))));
  }

  private static Frame withoutDamage(Frame said) {
    if (said.type() != Frame.Type.REJECTED) {
      return said;
    }
    ObjectNode verdict = said.body().node().deepCopy();
    return Frame.of(said.type(), verdict.put("codecRan", false));
  }
}
