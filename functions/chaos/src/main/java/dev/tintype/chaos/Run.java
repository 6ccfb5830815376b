package dev.tintype.chaos;

import dev.tintype.aws.emulator.Emulator;
import dev.tintype.chaos.report.ReliabilityPage;
import dev.tintype.chaos.stack.AwsHome;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.core.disk.Tree;
import dev.tintype.core.provider.Addresses;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of every command.
final class Run {

  @Option(names = "--seed", description = "of everything drawn at random (${DEFAULT-VALUE})")
  private long seed = 20_261_123;

  @Option(names = "--work", description = "a folder for the run (${DEFAULT-VALUE})")
  private Path work = Path.of("functions/chaos/target/chaos");

  @Option(names = "--page", description = "the document to write (${DEFAULT-VALUE})")
  private Path page = Path.of("docs/reliability.md");

  @Option(names = "--dry", description = "print the figures, write no document")
  private boolean dry;

  long seed() {
    return seed;
  }

  String libvips() {
    String libvips = System.getProperty("tintype.libvips");
    if (libvips == null) {
      throw new IllegalStateException("-Dtintype.libvips=FOLDER is missing");
    }
    return libvips;
  }

  /// Creates an empty folder for one part of the run.
  Path fresh(String name) throws IOException {
    Path folder = work.toAbsolutePath().resolve(name.replaceAll("[^A-Za-z0-9.]", "-"));
    return Tree.empty(folder);
  }

  /// Creates an empty platform: on LocalStack if its address is given, else on one machine.
  Stack stack(String name, Optional<URI> localStack) throws IOException, InterruptedException {
    Path folder = fresh(name);
    if (localStack.isEmpty()) {
      return new Stack(folder, libvips());
    }
    Emulator emulator = Emulator.localStack("LocalStack", localStack.get());
    return new Stack(folder, libvips(), new AwsHome(emulator, emulator, libvips()));
  }

  /// Prints a row and writes it into the document. Safe for use by many threads.
  synchronized void tell(String section, List<String> header, List<String> row) throws IOException {
    for (int i = 0; i < header.size(); i++) {
      System.out.print((i == 0 ? "" : ", ") + header.get(i) + " " + row.get(i));
    }
    System.out.println(" (seed " + seed + ")");
    if (!dry) {
      new ReliabilityPage(page).put(section, header, row);
    }
  }

  /// @return the section for runs over the job store and the storage of the settings: those of the
  ///   data folder have no suffix
  static String section(String name) {
    Addresses usual = Addresses.DATA_FOLDER;
    Addresses addresses = Settings.platform().addresses();
    return name
        + (addresses.jobs().equals(usual.jobs()) ? "" : "-" + scheme(addresses.jobs()))
        + (addresses.storage().equals(usual.storage()) ? "" : "-" + scheme(addresses.storage()));
  }

  /// @return the part of an address that names the kind of store
  static String scheme(String address) {
    return address.substring(0, address.indexOf(':'));
  }

  static String seconds(long beganNanos) {
    return seconds(Duration.ofNanos(System.nanoTime() - beganNanos));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.0f s", time.toMillis() / 1e3);
  }
}
