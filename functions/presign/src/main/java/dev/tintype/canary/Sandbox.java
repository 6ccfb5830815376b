package dev.tintype.canary;

import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;

/// Asks the function that renders which measures of the sandbox this kernel grants.
///
/// @param render the function that renders
record Sandbox(LambdaInvoker render) {

  /// @return one line for a person
  String text() {
    try {
      Invoked invoked = render.invoke(Json.bytes(Json.object().put("describe", true)));
      return invoked.failed()
          ? "unknown: the function failed"
          : line(Json.parse(invoked.payload()));
    } catch (StoreUnavailable | MalformedJson e) {
      FlowLog.event("canary.no_sandbox").cause(e).warning();
      return "unknown: " + e.getMessage();
    }
  }

  private static String line(JsonObject told) {
    List<String> holding = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    (told.integer("memoryCap", 0, Long.MAX_VALUE) > 0 ? holding : refused).add("memory cap");
    (told.bool("cleanEnvironment") ? holding : refused).add("clean environment");
    (told.bool("noNewPrivileges") ? holding : refused).add("no_new_privs");
    (told.bool("seccomp") ? holding : refused).add("seccomp");
    (told.integer("landlock", 0, Integer.MAX_VALUE) > 0 ? holding : refused).add("Landlock");
    return join(holding) + (refused.isEmpty() ? "" : "; refused: " + join(refused));
  }

  private static String join(List<String> measures) {
    return measures.isEmpty() ? "nothing" : String.join(", ", measures);
  }
}
