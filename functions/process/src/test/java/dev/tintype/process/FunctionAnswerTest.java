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
import java.time.Duration;
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

  private static FunctionAnswer quick(Invoked invoked) {
    return FunctionAnswer.of(invoked, Duration.ofSeconds(3));
  }

  /// The function's own words show a death.
  private static void isDeath(Rejection cause, Invoked invoked) {
    RenderAnswer answer = ((FunctionAnswer.Said) quick(invoked)).answer();
    assertThat(answer).isInstanceOf(RenderAnswer.Died.class);
    assertThat(((RenderAnswer.Died) answer).cause()).isEqualTo(cause);
  }

  /// It ended without words.
  private static void isEnd(Rejection cause, FunctionAnswer answer) {
    assertThat(answer).isInstanceOf(FunctionAnswer.Ended.class);
    assertThat(((FunctionAnswer.Ended) answer).cause()).isEqualTo(cause);
  }

  @Test
  void theLastAnswerOfAnEnvironmentIsAnAnswer() {
    RenderAnswer answer = new RenderAnswer.Rejected(Rejection.CORRUPT, "a \"quoted\" detail");
    assertThat(quick(failing(EnvironmentEnds.class.getName(), answer.json())))
        .isEqualTo(new FunctionAnswer.Said(answer));
  }

  @Test
  void aTimeoutIsADeath() {
    isEnd(Rejection.DECODER_TIMEOUT, quick(failing("Sandbox.Timedout", "Task timed out")));
  }

  /// Lambda's older form of a timeout.
  private static final Invoked WITHOUT_A_TYPE =
      new Invoked(
          true,
          Json.bytes(
              Json.object()
                  .put("errorMessage", "2026-11-29T12:00:00Z x Task timed out after 120 s")));

  @Test
  void aFailureWithoutATypeIsATimeoutWhenTheTimeoutHasPassed() {
    isEnd(
        Rejection.DECODER_TIMEOUT,
        FunctionAnswer.of(WITHOUT_A_TYPE, FunctionAnswer.TIMEOUT.plusMillis(40)));
  }

  @Test
  void aFailureWithoutATypeBeforeTheTimeoutSaysNothingAboutTheImage() {
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> FunctionAnswer.of(WITHOUT_A_TYPE, FunctionAnswer.TIMEOUT.minusMillis(1)));
  }

  @Test
  void aFailureWithAnUnknownTypeIsNoTimeoutHoweverLongItTook() {
    Invoked invoked = failing("Runtime.HandlerNotFound", "");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> FunctionAnswer.of(invoked, Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Runtime.ExitError", "java.lang.OutOfMemoryError", "java.lang.StackOverflowError"})
  void theEndOfTheProcessIsADeath(String type) {
    isEnd(Rejection.DECODER_CRASHED, quick(failing(type, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.NoClassDefFoundError", "Runtime.ImportModuleError", "x"})
  void aFunctionThatDoesNotStartSaysNothingAboutTheImage(String type) {
    Invoked invoked = failing(type, "");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> quick(invoked))
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
