package dev.tintype.server.run;

import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.server.data.Backends;
import dev.tintype.server.worker.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Checks whether the host can work now, by doing a little of its work.
final class Readiness {

  private static final long LEAST_ROOM_BYTES = 64L << 20;

  /// The maximum age of a result, however often it is requested.
  private static final long FRESH_NANOS = 100_000_000;

  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Backends backends;
  private final Supervisor supervisor;
  private final List<Supplier<Optional<String>>> checks;
  private Optional<String> last = Optional.empty();
  private long asked;

  /// @param libvips what renderers load; absent when the host has no workers
  Readiness(
      Role role,
      Backends backends,
      Supervisor supervisor,
      Optional<Path> libvips,
      HostClock hostClock) {
    this.backends = backends;
    this.supervisor = supervisor;
    this.checks =
        List.of(
            backends::complaint,
            hostClock::complaint,
            this::work,
            this::room,
            () -> libvips.flatMap(Readiness::bundle),
            supervisor::complaint,
            () -> role == Role.API ? Optional.empty() : OpenFiles.complaint());
    this.asked = System.nanoTime() - FRESH_NANOS;
  }

  /// @return the problem, if there is one
  synchronized Optional<String> complaint() {
    if (System.nanoTime() - asked >= FRESH_NANOS) {
      last = checks.stream().flatMap(check -> check.get().stream()).findFirst();
      asked = System.nanoTime();
    }
    return last;
  }

  /// Reports work folders that could not be emptied. Workers have taken new folders and continue,
  /// but an operator should look at the old ones.
  ///
  /// @return a note for operators while the server is ready, if there is one
  Optional<String> note() {
    int left = supervisor.leftFolders();
    return left == 0
        ? Optional.empty()
        : Optional.of(
            "Renderers left " + left + " work folders that cannot be emptied: the log names them.");
  }

  /// Workers and renderers keep their files here; the folder is made again when it was removed.
  private Optional<String> work() {
    Path work = backends.folder().work();
    Path probe = work.resolve(".probe-" + UUID.randomUUID());
    try {
      if (!Files.isDirectory(work)) {
        Files.createDirectory(work, OWN);
      }
      Files.createFile(probe);
      Files.delete(probe);
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of("No file can be written in the folder for work, " + work + ".");
    }
  }

  private Optional<String> room() {
    try {
      long room = Files.getFileStore(backends.folder().root()).getUsableSpace();
      return room < LEAST_ROOM_BYTES
          ? Optional.of("The disk is nearly full: uploads are refused.")
          : Optional.empty();
    } catch (IOException _) {
      return Optional.of("The data folder does not answer.");
    }
  }

  private static Optional<String> bundle(Path folder) {
    try {
      Path library = LibvipsBundle.in(folder).library();
      return Files.isReadable(library)
          ? Optional.empty()
          : Optional.of("libvips cannot be read any more: " + library + ".");
    } catch (LibvipsBundle.Missing _) {
      return Optional.of("libvips is not there any more: " + folder + ".");
    }
  }
}
