package dev.tintype.process;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.results.Detail;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Reads the result of a call to the function that renders: an answer, the last answer of a process
/// that ends, or the death of the process.
final class FunctionAnswer {

  /// https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
  private static final String TIMED_OUT = "Sandbox.Timedout";

  /// How the end of a process is reported: by Lambda, and by the runtime client just before the
  /// end.
  private static final Set<String> ENDED =
      Set.of(
          "Runtime.ExitError",
          "Runtime.OutOfMemory",
          "java.lang.OutOfMemoryError",
          "java.lang.StackOverflowError",
          "java.lang.InternalError");

  private static final int LONGEST_MESSAGE = 2 * RenderAnswer.LONGEST_BYTES;

  private FunctionAnswer() {}

  /// @throws StoreUnavailable when the function failed in a way that says nothing about the
  ///   original, such as a failed start
  static RenderAnswer of(Invoked invoked) {
    if (!invoked.failed()) {
      return spoken(invoked.payload());
    }
    if (invoked.payload().length > LONGEST_MESSAGE) {
      return untrue("the error is too long: " + invoked.payload().length + " bytes");
    }
    try {
      JsonObject error = Json.parse(invoked.payload());
      return failed(
          error.optionalText("errorType").orElse("no errorType"),
          error.optionalText("errorMessage"));
    } catch (MalformedJson e) {
      return untrue(String.valueOf(e.getMessage()));
    }
  }

  private static RenderAnswer failed(String type, Optional<String> message) {
    if (type.equals(EnvironmentEnds.class.getName())) {
      return spoken(message.orElse("").getBytes(StandardCharsets.UTF_8));
    }
    String detail = Detail.of(type + ": " + message.orElse(""));
    if (type.equals(TIMED_OUT)) {
      return new RenderAnswer.Died(Step.DECODE, Rejection.DECODER_TIMEOUT, detail);
    }
    if (ENDED.contains(type)) {
      return new RenderAnswer.Died(Step.DECODE, Rejection.DECODER_CRASHED, detail);
    }
    throw new StoreUnavailable("the function that renders failed: " + detail);
  }

  private static RenderAnswer spoken(byte[] json) {
    if (json.length > RenderAnswer.LONGEST_BYTES) {
      return untrue("the answer is too long: " + json.length + " bytes");
    }
    try {
      return RenderAnswer.read(json);
    } catch (MalformedJson e) {
      return untrue(String.valueOf(e.getMessage()));
    }
  }

  /// Only a broken or compromised function sends such an answer.
  private static RenderAnswer untrue(String detail) {
    return new RenderAnswer.Died(Step.DECODE, Rejection.DECODER_CRASHED, Detail.of(detail));
  }
}
