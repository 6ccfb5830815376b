package dev.tintype.render.process;

import dev.tintype.core.disk.FullDisk;
import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StorageFull;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.results.OutputAllowance;
import dev.tintype.render.sandbox.WorkFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder from which one renderer reads its original and into which it writes files. The worker
/// that holds the lock file beside it owns it. The next start removes folders of dead owners; one
/// that cannot be removed stays and is logged.
final class WorkFolder implements AutoCloseable {

  private static final String PREFIX = "renderer-";
  private static final List<String> PARTS = List.of("in", "out", "taken");
  private static final long SPARE_BYTES = 16L << 20;

  /// Free bytes below which a disk counts as full.
  private static final long LEAST_ROOM_BYTES = 8L << 20;

  private final OwnedFolder own;

  private WorkFolder(OwnedFolder own) {
    this.own = own;
  }

  /// Creates a folder of its own with mode 0700, and removes those of dead owners.
  static WorkFolder create(Path scratch) throws IOException {
    PrivateFolder.make(scratch);
    OwnedFolder own = OwnedFolder.ofThisProcess(scratch, PREFIX);
    for (String part : PARTS) {
      Files.createDirectory(own.path().resolve(part));
    }
    return new WorkFolder(own);
  }

  WorkFolders folders() {
    return new WorkFolders(root().resolve("in"), root().resolve("out"));
  }

  /// Where the worker moves results before it checks them, out of the renderer's reach.
  Path taken() {
    return root().resolve("taken");
  }

  /// Puts what the renderer reads first into the empty folder: the watermark, or without one the
  /// original. Files are hard links where the file system allows it.
  void receive(Request request) throws IOException {
    if (request.watermark().isPresent()) {
      lay(request.watermark().get(), "watermark");
    } else {
      receiveOriginal(request);
    }
  }

  /// Puts the original into the folder.
  void receiveOriginal(Request request) throws IOException {
    lay(request.original(), "original");
  }

  private void lay(Path file, String name) throws IOException {
    Path target = root().resolve("in").resolve(name);
    try {
      Files.createLink(target, file.toRealPath());
    } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
      throw new IOException("the " + name + " cannot be laid into " + root(), e);
    } catch (IOException otherFileSystem) {
      Files.copy(file, target);
    }
  }

  /// The renderer writes every file and the worker copies it.
  ///
  /// @throws StorageFull when the file system has less room than the plan may need
  void requireRoomFor(RenderPlan plan) throws IOException {
    long needed = SPARE_BYTES + 2 * OutputAllowance.of(plan).usual();
    long room = FullDisk.usableBytes(root());
    if (room < needed) {
      throw new StorageFull(
          "rendering needs %d bytes in %s, %d are free".formatted(needed, root(), room));
    }
  }

  /// @return whether the disk is nearly full, or takes no more files
  boolean full() throws IOException {
    return FullDisk.usableBytes(root()) < LEAST_ROOM_BYTES || FullDisk.takesNoFile(root());
  }

  /// @return whether a fault in this folder means that the disk is full
  boolean isFull(IOException fault) {
    return FullDisk.isCause(fault, root(), LEAST_ROOM_BYTES);
  }

  /// Removes the original and everything the renderer wrote.
  void clear() throws IOException {
    for (String part : PARTS) {
      try (Stream<Path> files = Files.list(root().resolve(part))) {
        for (Path file : files.toList()) {
          Tree.delete(file);
        }
      }
    }
  }

  Path root() {
    return own.path();
  }

  /// Removes the folder. If that fails, the folder is logged and left to the next start.
  @Override
  public void close() {
    try {
      own.closeOrLeave();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + root() + " could not be released", e);
    }
  }
}
