package dev.tintype.render.results;

import dev.tintype.core.Sha256;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Copies the planned files out of a renderer's reach and hashes them at the same time. It accepts
/// a file only when it is a regular file of the planned format and dimensions.
public final class ResultFiles {

  private ResultFiles() {}

  /// One accepted file.
  ///
  /// @param path the copy
  /// @param bytes its length
  /// @param sha256 its digest
  public record Taken(Path path, long bytes, Sha256 sha256) {}

  /// @param from the renderer's output folder
  /// @param aside an empty folder beside it that the renderer cannot access. Each file is moved
  ///   there first, so that the renderer cannot replace it by a pipe or a link between check and
  ///   open
  /// @param to the worker's folder
  /// @return the copies by planned file
  /// @throws UntrueResult when a file is missing or not what was planned
  public static Map<PlannedFile, Taken> take(RenderPlan plan, Path from, Path aside, Path to)
      throws IOException {
    Map<PlannedFile, Taken> taken = new LinkedHashMap<>();
    for (PlannedFile file : plan.files()) {
      Path moved = aside.resolve(file.name());
      try {
        Files.move(from.resolve(file.name()), moved, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        throw new UntrueResult(file.name() + " is missing", e);
      }
      try {
        taken.put(file, take(file, moved, to.resolve(file.name())));
      } catch (AccessDeniedException e) {
        throw new UntrueResult(file.name() + " cannot be read", e);
      }
    }
    return taken;
  }

  private static Taken take(PlannedFile file, Path from, Path to) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new UntrueResult(file.name() + " is not a regular file");
    }
    long limit = OutputAllowance.of(file);
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    byte[] head = new byte[0];
    long bytes = 0;
    try (SeekableByteChannel in =
            Files.newByteChannel(
                from, java.util.Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
      while (in.read(buffer) >= 0) {
        if (bytes == 0) {
          head =
              Arrays.copyOf(buffer.array(), Math.min(buffer.position(), VariantProbe.HEAD_BYTES));
        }
        bytes += buffer.position();
        if (bytes > limit) {
          throw new UntrueResult(file.name() + " is longer than " + limit + " bytes");
        }
        digest.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
    Optional<Dimensions> found = VariantProbe.dimensions(file.format(), head);
    if (found.filter(file.dimensions()::equals).isEmpty()) {
      throw new UntrueResult(
          file.name() + " should be " + file.format() + " " + file.dimensions() + ", is " + found);
    }
    return new Taken(to, bytes, Sha256.of(digest));
  }

  /// The renderer delivered something other than the planned files.
  public static final class UntrueResult extends RuntimeException {
    UntrueResult(String message) {
      super(message);
    }

    UntrueResult(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
