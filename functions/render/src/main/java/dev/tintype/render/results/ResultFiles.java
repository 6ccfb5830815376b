package dev.tintype.render.results;

import dev.tintype.core.Sha256;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        taken.put(file, take(file, moved, to));
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
    try (SeekableByteChannel in =
        Files.newByteChannel(from, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return accept(file, Channels.newInputStream(in), to);
    }
  }

  /// Copies one planned file from a stream, which is read to its end, or to the first byte beyond
  /// what the file may have.
  ///
  /// @param to the worker's folder
  /// @throws UntrueResult when the bytes are not what was planned
  static Taken accept(PlannedFile file, InputStream in, Path to) throws IOException {
    Path copy = to.resolve(file.name());
    long limit = OutputAllowance.of(file);
    MessageDigest digest = Sha256.newDigest();
    byte[] head = in.readNBytes(VariantProbe.HEAD_BYTES);
    digest.update(head);
    long bytes = head.length;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
      out.write(head);
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        if (bytes > limit) {
          throw new UntrueResult(file.name() + " is longer than " + limit + " bytes");
        }
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    Optional<Dimensions> found = VariantProbe.dimensions(file.format(), head);
    if (found.filter(file.dimensions()::equals).isEmpty()) {
      throw new UntrueResult(
          file.name() + " should be " + file.format() + " " + file.dimensions() + ", is " + found);
    }
    return new Taken(copy, bytes, Sha256.of(digest));
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
