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
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Deliberate faults of a renderer, so that tests can check how the worker handles them. They act
/// on the frames at the pipe and on the folder of the variants, as a compromised renderer could.
@SuppressWarnings("restricted")
public enum Fault {
  /// No fault.
  NONE,
  /// Writes to address 0 before decoding.
  CRASH,
  /// Never finishes decoding, with busy processors.
  HANG,
  /// Never finishes decoding, and sleeps.
  WAIT,
  /// Allocates memory until the system refuses.
  SWELL,
  /// Sends bytes that are not a frame.
  BABBLE,
  /// Renames a file of other dimensions to a planned file.
  WRONG_DIMENSIONS,
  /// Replaces a file by a symbolic link.
  LINK,
  /// Truncates a file to zero bytes.
  EMPTY,
  /// Replaces a file by a folder.
  FOLDER,
  /// Reports the header of a shorter file.
  WRONG_HEADER,
  /// Reports the header of a picture of other dimensions.
  OTHER_SIZE,
  /// Reports more pixels than the memory prediction can calculate with.
  HUGE_CLAIM,
  /// Creates a thousand files.
  CROWD,
  /// Fills files until it is stopped.
  FLOOD,
  /// Starts threads until it is stopped.
  THREADS,
  /// Sends ENCODING twice.
  REPEAT,
  /// Sends a frame after the last one.
  LATE,
  /// Sends the last frame again in the next job.
  BELATED,
  /// Answers with another job's number.
  OTHER_JOB,
  /// Rejects the original with a detail of 60,000 characters.
  BABBLING_VERDICT,
  /// Ends while it reads the watermark.
  CRASH_AT_WATERMARK,
  /// Never finishes reading the watermark, and sleeps.
  WAIT_AT_WATERMARK,
  /// Claims that a good watermark cannot be decoded, before it has the original.
  CLAIM_BEFORE_ORIGINAL,
  /// The same, but not in the first job of a process.
  CLAIM_IN_LATER_JOB,
  /// Claims that the watermark cannot be decoded, after it has the original.
  CLAIM_AFTER_ORIGINAL;

  private static final String PREFIX = "fault-";

  /// The name of a recipe whose jobs meet this fault in a [FaultyMain].
  public String recipeName() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The fault that a job's recipe names.
  ///
  /// @param render the frame that announces the job
  static Fault of(Frame render) {
    String recipe = render.body().object("recipe").text("name");
    return Stream.of(values())
        .filter(fault -> fault.recipeName().equals(recipe))
        .findFirst()
        .orElse(NONE);
  }

  /// Runs the fault before decoding.
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
          LATE,
          BELATED,
          OTHER_JOB -> {}
      case CRASH_AT_WATERMARK,
          WAIT_AT_WATERMARK,
          CLAIM_BEFORE_ORIGINAL,
          CLAIM_IN_LATER_JOB,
          CLAIM_AFTER_ORIGINAL -> {}
    }
  }

  /// Runs the fault on a frame for the worker.
  ///
  /// @return what the worker receives instead
  List<Frame> instead(Frame said, Path variants) {
    return switch (said.type()) {
      case HEADER -> List.of(this == CLAIM_AFTER_ORIGINAL ? claim(said) : reported(said));
      case ENCODING -> this == REPEAT ? List.of(said, said) : List.of(said);
      case DONE -> {
        spoil(variants);
        yield this == LATE ? List.of(said, said) : List.of(said);
      }
      case WATERMARK_READ -> List.of(beforeOriginal(said));
      case HELLO, RENDER, GO, STOP, REJECTED, UNUSABLE_WATERMARK, ORIGINAL -> List.of(said);
    };
  }

  private Frame beforeOriginal(Frame said) {
    switch (this) {
      case CRASH_AT_WATERMARK -> Runtime.getRuntime().halt(134);
      case WAIT_AT_WATERMARK -> await();
      default -> {}
    }
    return this == CLAIM_BEFORE_ORIGINAL || this == CLAIM_IN_LATER_JOB ? claim(said) : said;
  }

  private static Frame claim(Frame said) {
    return Frame.of(
        Frame.Type.UNUSABLE_WATERMARK,
        Json.object().put("job", said.body().text("job")).put("detail", "a lie"));
  }

  private Frame reported(Frame said) {
    ObjectNode header = said.body().node().deepCopy();
    switch (this) {
      case WRONG_HEADER -> header.put("bytes", header.path("bytes").asLong() - 1);
      case OTHER_SIZE -> header.put("width", header.path("width").asInt() + 1);
      case OTHER_JOB -> header.put("job", "another");
      case HUGE_CLAIM -> header.put("heldPixels", 1L << 62);
      default -> {}
    }
    return Frame.of(said.type(), header);
  }

  /// Runs the fault on the files, after all were written.
  private void spoil(Path variants) {
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
