package dev.tintype.render.child;

import dev.tintype.core.json.Json;
import dev.tintype.render.protocol.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// What a renderer does wrong on purpose, so that tests can watch the worker bear it. A renderer
/// has a fault only when its last argument names one, which no setting does.
@SuppressWarnings("restricted")
enum Fault {
  /// It does nothing wrong.
  NONE,
  /// Writes to address 0 before it decodes.
  CRASH,
  /// Never ends decoding, and computes meanwhile.
  HANG,
  /// Never ends decoding, and does nothing meanwhile.
  WAIT,
  /// Takes memory until it is refused.
  SWELL,
  /// Sends bytes that are no frame.
  BABBLE,
  /// Says that a file of other dimensions is what was planned.
  WRONG_DIMENSIONS,
  /// Lays a link in place of a file.
  LINK,
  /// Leaves a file out.
  MISSING,
  /// Lays a folder in place of a file.
  FOLDER,
  /// Reports the header of a smaller file.
  WRONG_HEADER;

  private static final String PREFIX = "--fault=";

  /// The fault of these arguments.
  static Fault among(String[] arguments) {
    String last = arguments[arguments.length - 1];
    return last.startsWith(PREFIX) ? valueOf(last.substring(PREFIX.length())) : NONE;
  }

  /// Goes wrong before decoding.
  @SuppressWarnings("restricted")
  void beforeDecode(OutputStream out) {
    switch (this) {
      case CRASH -> MemorySegment.NULL.reinterpret(8).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      case HANG -> hang();
      case WAIT -> await();
      case SWELL -> swell();
      case BABBLE -> babble(out);
      case NONE, WRONG_DIMENSIONS, LINK, MISSING, FOLDER, WRONG_HEADER -> {}
    }
  }

  /// Goes wrong with the files in `variants`, once they are all there.
  void afterEncode(Path variants) {
    try (Stream<Path> files = Files.list(variants)) {
      List<Path> made = files.sorted().toList();
      Path first = made.getFirst();
      switch (this) {
        case WRONG_DIMENSIONS ->
            Files.copy(made.getLast(), first, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        case LINK -> {
          Files.delete(first);
          Files.createSymbolicLink(first, made.getLast());
        }
        case MISSING -> Files.delete(first);
        case FOLDER -> {
          Files.delete(first);
          Files.createDirectories(first.resolve("deep/deeper"));
        }
        case NONE, CRASH, HANG, WAIT, SWELL, BABBLE, WRONG_HEADER -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hang() {
    for (boolean ever = true; ever; ever = !Thread.interrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void await() {
    for (boolean ever = true; ever; ever = !Thread.interrupted()) {
      LockSupport.park();
    }
  }

  private static void swell() {
    List<MemorySegment> held = new ArrayList<>();
    for (boolean ever = true; ever; ever = held.size() < Integer.MAX_VALUE) {
      held.add(Arena.global().allocate(64L << 20).fill((byte) 1));
    }
  }

  private static void babble(OutputStream out) {
    try {
      out.write("this is no frame".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      Frame.of(Frame.Type.DONE, Json.object()).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
