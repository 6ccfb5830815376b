package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.remote.DescribeOrder;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A function that ends, cannot start or cannot be reached.
class FunctionDeathTest extends RemoteRendering {

  @Test
  void theAnswerOfAnEnvironmentThatEndsIsRead() throws Exception {
    function = order -> failing(EnvironmentEnds.class.getName(), text(honestly(order)));
    assertThat(render(PHOTO)).isInstanceOf(Rendering.Rendered.class);
  }

  private static String text(Invoked invoked) {
    return new String(invoked.payload(), StandardCharsets.UTF_8);
  }

  @Test
  void aDeathOfTheFunctionIsPassedOnWithItsStep() throws Exception {
    ends(() -> failing("Sandbox.Timedout", "RequestId: x Error: Task timed out"));
    assertThat(died(Rejection.DECODER_TIMEOUT).step()).isEqualTo(Step.DECODE);
    ends(() -> failing("Runtime.ExitError", "RequestId: x Error: Runtime exited"));
    assertThat(died(Rejection.DECODER_CRASHED).step()).isEqualTo(Step.DECODE);
    function = _ -> saying("<html>");
    died(Rejection.DECODER_CRASHED);
  }

  /// Every image ends the function, and without an image it starts.
  private void ends(Supplier<Invoked> end) {
    function = order -> DescribeOrder.isIn(order) ? honestly(order) : end.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Runtime.ExitError", "java.lang.OutOfMemoryError", "Sandbox.Timedout", "x.Broken"})
  void aFunctionThatCannotStartCostsNoImageAnAttempt(String type) {
    function = _ -> failing(type, "the layer is broken");
    isUnavailable();
  }

  @Test
  void aFunctionWhoseRendererDoesNotStartCostsNoImageAnAttempt() {
    RenderAnswer answer = new RenderAnswer.Unavailable("no renderer");
    function =
        order ->
            DescribeOrder.isIn(order)
                ? failing(EnvironmentEnds.class.getName(), answer.json())
                : failing("Runtime.ExitError", "");
    isUnavailable();
  }

  @Test
  void whileNobodyKnowsWhetherTheFunctionStartsNothingIsCounted() {
    function =
        order -> {
          if (DescribeOrder.isIn(order)) {
            throw new StoreUnavailable("Lambda: 429");
          }
          return failing("Runtime.ExitError", "");
        };
    isUnavailable();
  }

  @Test
  void theFunctionIsAskedOnlyAfterAnEndWithoutAnAnswer() throws Exception {
    List<Boolean> asked = new ArrayList<>();
    function =
        order -> {
          asked.add(DescribeOrder.isIn(order));
          return honestly(order);
        };
    render(PHOTO);
    assertThat(asked).containsExactly(false);
  }

  @Test
  void aFailureWithoutATypeAfterTheTimeoutIsADeathByTimeout() throws Exception {
    ends(() -> {
      clock.advance(FunctionAnswer.TIMEOUT.plusSeconds(1));
      return new Invoked(true, Json.bytes(Json.object().put("errorMessage", "Task timed out")));
    });
    died(Rejection.DECODER_TIMEOUT);
  }

  @Test
  void aDescriptionInPlaceOfARenderingIsADeath() throws Exception {
    function = _ -> honestly(DescribeOrder.json());
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("described itself");
  }

  @Test
  void aThrottledCallIsUnavailable() {
    function =
        _ -> {
          throw new StoreUnavailable("Lambda: 429");
        };
    isUnavailable();
  }

  @Test
  void aFunctionThatCannotRenderNowIsUnavailable() {
    function = _ -> saying(new RenderAnswer.Unavailable("no room").json());
    isUnavailable();
  }
}
