package dev.tintype.render.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.CpuTime;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.state.Step;
import dev.tintype.render.plan.Header;
import dev.tintype.render.protocol.BadFrame;
import dev.tintype.render.protocol.HeaderJson;
import dev.tintype.render.results.Detail;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.results.ResultFiles.UntrueResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer to an order. Reading it checks its form only.
public sealed interface RenderAnswer {

  /// The most bytes of an answer.
  int LONGEST_BYTES = 1 << 16;

  /// The most files that a function encodes at once: Lambda gives a function at most six
  /// processors. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
  int MOST_ENCODERS = 6;

  /// The archive is uploaded.
  ///
  /// @param header of the original
  /// @param lengths of the archive's files, in the order of the plan
  /// @param placeholder what a page shows first
  /// @param cpu the processor time of the rendering, if it was measured
  record Rendered(
      Header header, List<Long> lengths, ReportedPlaceholder placeholder, Optional<CpuTime> cpu)
      implements RenderAnswer {
    /// Copies the list.
    public Rendered {
      lengths = List.copyOf(lengths);
    }

    /// A rendering that was not measured.
    public Rendered(Header header, List<Long> lengths, ReportedPlaceholder placeholder) {
      this(header, lengths, placeholder, Optional.empty());
    }
  }

  /// The header exceeds a limit. The side that gave the order checks this again.
  ///
  /// @param header of the original
  /// @param encoders how many files would have been encoded at once
  record Refused(Header header, int encoders) implements RenderAnswer {}

  /// The original cannot be rendered.
  ///
  /// @param reason one that a renderer may report
  /// @param detail what was seen
  record Rejected(Rejection reason, String detail) implements RenderAnswer {}

  /// The renderer died or was killed.
  ///
  /// @param step where it was
  /// @param cause [Rejection#DECODER_CRASHED] or [Rejection#DECODER_TIMEOUT]
  /// @param detail what was seen
  record Died(Step step, Rejection cause, String detail) implements RenderAnswer {}

  /// The other side could not render now. This says nothing about the original.
  ///
  /// @param detail why
  record Unavailable(String detail) implements RenderAnswer {}

  /// The answer to a [DescribeOrder]: the function and its renderer have started.
  ///
  /// @param facts what the sandbox holds
  record Described(SandboxFacts facts) implements RenderAnswer {}

  /// @return the answer as JSON
  default String json() {
    return Json.write(
        switch (this) {
          case Rendered(Header header, List<Long> lengths, var placeholder, var cpu) -> {
            ObjectNode json = outcome("rendered");
            json.set("header", HeaderJson.write(header));
            ArrayNode array = json.putArray("lengths");
            lengths.forEach(array::add);
            cpu.ifPresent(time -> json.set("cpu", time.json()));
            yield json.put("thumbhash", placeholder.thumbhash())
                .put("dominantColor", placeholder.dominantColor());
          }
          case Refused(Header header, int encoders) -> {
            ObjectNode json = outcome("refused").put("encoders", encoders);
            json.set("header", HeaderJson.write(header));
            yield json;
          }
          case Rejected(Rejection reason, String detail) ->
              outcome("rejected").put("reason", reason.code()).put("detail", detail);
          case Died(Step step, Rejection cause, String detail) ->
              outcome("died")
                  .put("step", step.code())
                  .put("reason", cause.code())
                  .put("detail", detail);
          case Unavailable(String detail) -> outcome("unavailable").put("detail", detail);
          case Described(SandboxFacts facts) -> {
            ObjectNode json = outcome("described");
            facts.write(json);
            yield json;
          }
        });
  }

  private static ObjectNode outcome(String name) {
    return Json.object().put("outcome", name);
  }

  /// @throws MalformedJson when the text is no answer
  static RenderAnswer read(byte[] utf8) {
    try {
      return read(Json.parse(utf8));
    } catch (BadFrame | UntrueResult | IllegalArgumentException e) {
      throw new MalformedJson("not an answer: " + e.getMessage(), e);
    }
  }

  private static RenderAnswer read(JsonObject json) {
    String outcome = json.text("outcome");
    return switch (outcome) {
      case "rendered" ->
          new Rendered(
              HeaderJson.read(json.object("header")),
              lengths(json),
              new ReportedPlaceholder(json.text("thumbhash"), json.text("dominantColor")),
              json.has("cpu") ? Optional.of(CpuTime.read(json.object("cpu"))) : Optional.empty());
      case "refused" ->
          new Refused(
              HeaderJson.read(json.object("header")), json.int32("encoders", 1, MOST_ENCODERS));
      case "rejected" -> new Rejected(reported(json.text("reason")), detail(json));
      case "died" -> new Died(step(json.text("step")), cause(json), detail(json));
      case "unavailable" -> new Unavailable(detail(json));
      case "described" -> new Described(SandboxFacts.read(json));
      default -> throw new MalformedJson("unknown outcome " + Detail.of(outcome));
    };
  }

  private static List<Long> lengths(JsonObject json) {
    List<Long> lengths = new ArrayList<>();
    json.integers("lengths", 1, Integer.MAX_VALUE).forEach(bytes -> lengths.add((long) bytes));
    return lengths;
  }

  private static Rejection reported(String code) {
    return Rejection.reportedByRenderer(code)
        .orElseThrow(() -> new MalformedJson("not a renderer's reason: " + Detail.of(code)));
  }

  private static Step step(String code) {
    return switch (code) {
      case "decode" -> Step.DECODE;
      case "encode" -> Step.ENCODE;
      default -> throw new MalformedJson("no renderer is at the step " + Detail.of(code));
    };
  }

  private static Rejection cause(JsonObject json) {
    Rejection cause = Rejection.byCode(json.text("reason"));
    return switch (cause) {
      case DECODER_CRASHED, DECODER_TIMEOUT -> cause;
      default -> throw new MalformedJson(cause + " is not how a renderer dies");
    };
  }

  private static String detail(JsonObject json) {
    return Detail.of(json.text("detail"));
  }
}
