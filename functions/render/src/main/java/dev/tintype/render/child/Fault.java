package dev.tintype.render.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.render.format.Unrenderable;
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
  /// Leaves a file empty.
  EMPTY,
  /// Lays a folder in place of a file.
  FOLDER,
  /// Reports the header of a smaller file.
  WRONG_HEADER,
  /// Reports the header of a picture of other dimensions.
  OTHER_SIZE,
  /// Reports more pixels than the prediction of memory can reckon with.
  HUGE_CLAIM,
  /// Makes a thousand files.
  CROWD,
  /// Fills files as long as it is let.
  FLOOD,
  /// Starts threads as long as it is let.
  THREADS,
  /// Says twice that it encodes.
  REPEAT,
  /// Says something behind its last frame.
  LATE,
  /// Rejects the original with 60,000 letters.
  BABBLING_VERDICT;

  private static final String PREFIX = "--fault=";

  /// The fault of these arguments.
  static Fault among(String[] arguments) {
    String last = arguments[arguments.length - 1];
    return last.startsWith(PREFIX) ? valueOf(last.substring(PREFIX.length())) : NONE;
  }

  /// Goes wrong before decoding.
  @SuppressWarnings("restricted")
  void beforeDecode(OutputStream out, Path variants) {
    switch (this) {
      case CRASH -> MemorySegment.NULL.reinterpret(8).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      case HANG -> hang();
      case WAIT -> await();
      case SWELL -> swell();
      case BABBLE -> babble(out);
      case CROWD -> crowd(variants);
      case FLOOD -> flood(variants);
      case THREADS -> startThreads();
      case BABBLING_VERDICT ->
          throw new Unrenderable(Rejection.CORRUPT, "blah\u0007 ".repeat(10_000));
      case NONE,
          WRONG_DIMENSIONS,
          LINK,
          EMPTY,
          FOLDER,
          WRONG_HEADER,
          OTHER_SIZE,
          HUGE_CLAIM,
          REPEAT,
          LATE -> {}
    }
  }

  /// Goes wrong once it has said that it encodes.
  void whileEncoding(Frame said, OutputStream out) throws IOException {
    if (this == REPEAT) {
      said.write(out);
    }
  }

  /// Goes wrong when everything is said.
  void afterLast(Frame said, OutputStream out) throws IOException {
    if (this == LATE) {
      said.write(out);
    }
  }

  /// What it reports of a header.
  ObjectNode reported(ObjectNode header) {
    switch (this) {
      case WRONG_HEADER -> header.put("bytes", header.path("bytes").asLong() - 1);
      case OTHER_SIZE -> header.put("width", header.path("width").asInt() + 1);
      case HUGE_CLAIM -> header.put("heldPixels", 1L << 62);
      default -> {}
    }
    return header;
  }

  /// Goes wrong with the files in `variants`, once they are all there.
  void afterEncode(Path variants) {
    try (Stream<Path> files = Files.list(variants)) {
      List<Path> made = files.sorted().toList();
      Path first = made.getFirst();
      switch (this) {
        case WRONG_DIMENSIONS -> Files.write(first, Files.readAllBytes(made.getLast()));
        case LINK -> {
          Files.delete(first);
          Files.createSymbolicLink(first, made.getLast());
        }
        case EMPTY -> Files.write(first, new byte[0]);
        case FOLDER -> {
          Files.delete(first);
          Files.createDirectories(first.resolve("deep/deeper"));
        }
        default -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void crowd(Path variants) {
    try {
      for (int i = 0; i < 1000; i++) {
        Files.write(variants.resolve("crowd-" + i), new byte[] {1});
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flood(Path variants) {
    byte[] piece = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      try (OutputStream file = Files.newOutputStream(variants.resolve("flood-" + i))) {
        for (int mebibyte = 0; mebibyte < 64; mebibyte++) {
          file.write(piece);
        }
      } catch (IOException e) {
        System.err.println("flood: " + e.getMessage());
      }
    }
    await();
  }

  private static void startThreads() {
    for (int i = 0; i < 3000; i++) {
      Thread.ofPlatform().daemon().start(Fault::await);
    }
    await();
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
