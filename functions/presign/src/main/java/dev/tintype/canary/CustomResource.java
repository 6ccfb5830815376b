package dev.tintype.canary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.net.URI;
import java.util.Map;

/// A request of CloudFormation about the custom resource of the stack. Format:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
///
/// @param type `Create`, `Update` or `Delete`
/// @param answerTo a signed URL that accepts one PUT
/// @param stack the stack's id
/// @param ids the fields that an answer repeats
/// @param properties what the template gives
record CustomResource(
    String type, URI answerTo, String stack, Map<String, String> ids, JsonObject properties) {

  private static final String OURS = "tintype-canary";

  /// The whole answer may have 4,096 bytes.
  private static final int LONGEST_REASON = 900;

  /// An answer.
  sealed interface Answer {
    /// The request was carried out.
    ///
    /// @param data what the template reads with `Fn::GetAtt`
    record Success(Map<String, String> data) implements Answer {}

    /// It was not; CloudFormation rolls the stack back.
    ///
    /// @param reason shown in the events of the stack
    record Failed(String reason) implements Answer {}
  }

  /// @throws MalformedJson when the event does not say where the answer must go
  static CustomResource read(JsonObject event) {
    String stack = event.text("StackId");
    return new CustomResource(
        event.optionalText("RequestType").orElse("no type"),
        url(event.text("ResponseURL")),
        stack,
        Map.of(
            "StackId", stack,
            "RequestId", event.text("RequestId"),
            "LogicalResourceId", event.text("LogicalResourceId"),
            "PhysicalResourceId", event.optionalText("PhysicalResourceId").orElse(OURS)),
        event.has("ResourceProperties")
            ? event.object("ResourceProperties")
            : new JsonObject("ResourceProperties", Json.object()));
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("ResponseURL must be a URL", e);
    }
  }

  /// @return the answer as JSON. The physical id never changes, so no update replaces the resource
  byte[] json(Answer answer) {
    ObjectNode json = Json.object();
    ids.forEach(json::put);
    switch (answer) {
      case Answer.Success(Map<String, String> data) -> {
        json.put("Status", "SUCCESS");
        ObjectNode told = json.putObject("Data");
        data.forEach(told::put);
      }
      case Answer.Failed(String reason) ->
          json.put("Status", "FAILED")
              .put(
                  "Reason",
                  reason.length() <= LONGEST_REASON
                      ? reason
                      : reason.substring(0, LONGEST_REASON) + "…");
    }
    return Json.bytes(json);
  }
}
