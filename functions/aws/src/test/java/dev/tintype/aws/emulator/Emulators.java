package dev.tintype.aws.emulator;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// Chooses the stand-in once for the whole test run: LocalStack at `LOCALSTACK_ENDPOINT`, else a
/// container if Docker is available, else the embedded servers.
public final class Emulators {

  /// The last release that needs no token.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private Emulators() {}

  /// @return the stand-in of this run, started on first use
  public static Emulator shared() {
    return Shared.EMULATOR;
  }

  private static final class Shared {
    static final Emulator EMULATOR = announced(start());
  }

  private static Emulator start() {
    return EmulatorSettings.endpoint()
        .map(endpoint -> Emulator.localStack("LocalStack at " + endpoint, endpoint))
        .orElseGet(() -> dockerIsThere() ? container() : EmbeddedServers.start());
  }

  private static boolean dockerIsThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  private static Emulator container() {
    LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return Emulator.localStack("Testcontainers " + IMAGE, container.getEndpoint());
  }

  private static Emulator announced(Emulator emulator) {
    System.err.println("AWS stand-in of this run: " + emulator.name());
    return emulator;
  }
}
