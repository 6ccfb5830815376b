package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionAnswerTest {

  private static Invoked saying(String text) {
    return new Invoked(false, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Invoked failing(String type, String message) {
    return new Invoked(
        true, Json.bytes(Json.object().put("errorType", type).put("errorMessage", message)));
  }

  private static void isDeath(Rejection cause, Invoked invoked) {
    RenderAnswer answer = FunctionAnswer.of(invoked);
    assertThat(answer).isInstanceOf(RenderAnswer.Died.class);
    assertThat(((RenderAnswer.Died) answer).cause()).isEqualTo(cause);
  }

  @Test
  void theLastAnswerOfAnEnvironmentIsAnAnswer() {
    RenderAnswer answer = new RenderAnswer.Rejected(Rejection.CORRUPT, "a \"quoted\" detail");
    assertThat(FunctionAnswer.of(failing(EnvironmentEnds.class.getName(), answer.json())))
        .isEqualTo(answer);
  }

  @Test
  void aTimeoutIsADeath() {
    isDeath(Rejection.DECODER_TIMEOUT, failing("Sandbox.Timedout", "Task timed out"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Runtime.ExitError", "java.lang.OutOfMemoryError", "java.lang.StackOverflowError"})
  void theEndOfTheProcessIsADeath(String type) {
    isDeath(Rejection.DECODER_CRASHED, failing(type, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.NoClassDefFoundError", "Runtime.ImportModuleError", "x"})
  void aFunctionThatDoesNotStartSaysNothingAboutTheImage(String type) {
    Invoked invoked = failing(type, "");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> FunctionAnswer.of(invoked))
        .withMessageContaining(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "<html>", "[]", "{\"outcome\":\"ready\"}"})
  void aMalformedAnswerCountsAsADeath(String text) {
    isDeath(Rejection.DECODER_CRASHED, saying(text));
    isDeath(Rejection.DECODER_CRASHED, failing(EnvironmentEnds.class.getName(), text));
  }

  @Test
  void anErrorThatIsNoJsonIsADeath() {
    isDeath(Rejection.DECODER_CRASHED, new Invoked(true, new byte[] {'<'}));
  }

  @Test
  void anAnswerOfMegabytesIsADeath() {
    String megabyte = "{\"outcome\":\"unavailable\",\"detail\":\"" + "x".repeat(1 << 20) + "\"}";
    isDeath(Rejection.DECODER_CRASHED, saying(megabyte));
    isDeath(Rejection.DECODER_CRASHED, failing(EnvironmentEnds.class.getName(), megabyte));
  }
}
