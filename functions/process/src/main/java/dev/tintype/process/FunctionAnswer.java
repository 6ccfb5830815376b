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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The result of a call to the function that renders.
sealed interface FunctionAnswer {

  /// The timeout of that function in the template.
  Duration TIMEOUT = Duration.ofMinutes(2);

  /// https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
  String TIMED_OUT = "Sandbox.Timedout";

  /// How the end of a process is reported: by Lambda, and by the runtime client just before the
  /// end.
  Set<String> ENDED =
      Set.of(
          "Runtime.ExitError",
          "Runtime.OutOfMemory",
          "java.lang.OutOfMemoryError",
          "java.lang.StackOverflowError",
          "java.lang.InternalError");

  /// The most bytes of Lambda's description of an error.
  int LONGEST_ERROR = 2 * RenderAnswer.LONGEST_BYTES;

  /// The function's own answer, which may be its last one. What no honest function says is a death
  /// of the renderer.
  ///
  /// @param answer what it says
  record Said(RenderAnswer answer) implements FunctionAnswer {}

  /// The process ended or was ended without an answer. It may have ended before it began any work,
  /// for instance because it cannot start.
  ///
  /// @param cause [Rejection#DECODER_CRASHED] or [Rejection#DECODER_TIMEOUT]
  /// @param detail what Lambda reports
  record Ended(Rejection cause, String detail) implements FunctionAnswer {}

  /// @param took how long the call took
  /// @throws StoreUnavailable when the function failed in a way that says nothing about the
  ///   original, such as an exception at its start
  static FunctionAnswer of(Invoked invoked, Duration took) {
    if (!invoked.failed()) {
      return said(invoked.payload());
    }
    if (invoked.payload().length > LONGEST_ERROR) {
      return untrue("the error is too long: " + invoked.payload().length + " bytes");
    }
    try {
      return failed(Json.parse(invoked.payload()), took);
    } catch (MalformedJson e) {
      return untrue(String.valueOf(e.getMessage()));
    }
  }

  private static FunctionAnswer failed(JsonObject error, Duration took) {
    String type = error.optionalText("errorType").orElse("");
    String message = error.optionalText("errorMessage").orElse("");
    if (type.equals(EnvironmentEnds.class.getName())) {
      return said(message.getBytes(StandardCharsets.UTF_8));
    }
    String detail = Detail.of((type.isEmpty() ? "no errorType" : type) + ": " + message);
    return cause(type, took)
        .map(cause -> new Ended(cause, detail))
        .orElseThrow(() -> new StoreUnavailable("the function that renders failed: " + detail));
  }

  /// Lambda reports a timeout with an `errorType` or without any. Without it, only our clock tells.
  private static Optional<Rejection> cause(String type, Duration took) {
    if (type.equals(TIMED_OUT) || type.isEmpty() && took.compareTo(TIMEOUT) >= 0) {
      return Optional.of(Rejection.DECODER_TIMEOUT);
    }
    return ENDED.contains(type) ? Optional.of(Rejection.DECODER_CRASHED) : Optional.empty();
  }

  private static FunctionAnswer said(byte[] json) {
    if (json.length > RenderAnswer.LONGEST_BYTES) {
      return untrue("the answer is too long: " + json.length + " bytes");
    }
    try {
      return new Said(RenderAnswer.read(json));
    } catch (MalformedJson e) {
      return untrue(String.valueOf(e.getMessage()));
    }
  }

  /// Only a broken or compromised function sends such an answer.
  private static Said untrue(String detail) {
    return new Said(
        new RenderAnswer.Died(Step.DECODE, Rejection.DECODER_CRASHED, Detail.of(detail)));
  }
}
