package dev.tintype.presign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.PrimingStack;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// A table that accepts connections and never answers.
class HangingStoreTest {

  /// The timeout of the function in `template.yaml`.
  private static final Duration FUNCTION = Duration.ofSeconds(15);

  /// The sockets' timeouts alone, three times 20 s, would take longer than this test may.
  @Test
  @Timeout(45)
  void aHangingStoreGives503WithRetryAfter() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = new HashMap<>(PrimingStack.SETTINGS.environment());
      environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + silent.getLocalPort());
      Settings settings = new Settings(environment);
      Clients clients =
          new Clients(
              settings,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
              Duration.ofSeconds(1));
      ApiResponse response =
          Wiring.api(settings, clients)
              .answer(
                  new ApiRequest(
                      "GET",
                      "/images/01JD2Z6K7M8N9PQRSTVWXYZ012",
                      Map.of(),
                      Map.of(),
                      "",
                      Optional.of(new Caller("a", Set.of(Scope.READ)))));
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers()).containsEntry("retry-after", "5");
    }
  }

  @Test
  void twoHangingCallsFitIntoTheFunctionsTime() {
    assertThat(Wiring.LONGEST_CALL.multipliedBy(2)).isLessThan(FUNCTION);
  }

  /// A bucket that sends nothing is noticed up to a second after the search should have ended.
  @Test
  void theSearchForRecipesFitsInToo() {
    Duration search = OwnRecipes.FIRST.plus(Duration.ofSeconds(1));
    assertThat(Wiring.LONGEST_CALL.multipliedBy(2).plus(search)).isLessThan(FUNCTION);
  }
}
