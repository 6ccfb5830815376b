package dev.tintype.s3.emulator;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// A LocalStack for the whole test run.
///
/// @param name its name in reports
/// @param endpoint the endpoint of all its services
public record LocalStack(String name, URI endpoint) {

  /// The last release that needs no token.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  /// @return the one at `LOCALSTACK_ENDPOINT`, else a container, started on first use; absent when
  ///   the variable is not set and Docker is not available
  public static Optional<LocalStack> ofRun() {
    return Shared.FOUND;
  }

  private static final class Shared {
    static final Optional<LocalStack> FOUND = found();
  }

  private static Optional<LocalStack> found() {
    return EmulatorSettings.endpoint()
        .map(endpoint -> new LocalStack("LocalStack at " + endpoint, endpoint))
        .or(() -> dockerIsThere() ? Optional.of(container()) : Optional.empty());
  }

  private static boolean dockerIsThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  private static LocalStack container() {
    LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return new LocalStack("Testcontainers " + IMAGE, container.getEndpoint());
  }
}
