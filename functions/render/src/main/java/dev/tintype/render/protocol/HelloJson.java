package dev.tintype.render.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The renderer's hello as JSON: its versions and the state of its jail.
public final class HelloJson {

  private HelloJson() {}

  /// @return the hello as a tree
  public static ObjectNode write(String libvips, SandboxReport report) {
    ObjectNode json = Json.object().put("libvips", libvips);
    ObjectNode sandbox = json.putObject("sandbox");
    sandbox.put("mode", report.mode().text());
    sandbox.put(field(Measure.NO_NEW_PRIVILEGES), report.holds(Measure.NO_NEW_PRIVILEGES));
    sandbox.put(field(Measure.SECCOMP), report.holds(Measure.SECCOMP));
    sandbox.put("landlockAbi", report.landlockAbi());
    sandbox.put(field(Measure.CAPABILITIES_DROPPED), report.holds(Measure.CAPABILITIES_DROPPED));
    sandbox.put("memoryCapBytes", report.memoryCapBytes());
    sandbox.put(field(Measure.CLEAN_ENVIRONMENT), report.holds(Measure.CLEAN_ENVIRONMENT));
    sandbox.put(field(Measure.DIES_WITH_PARENT), report.holds(Measure.DIES_WITH_PARENT));
    sandbox.put(field(Measure.CGROUP), report.holds(Measure.CGROUP));
    sandbox.put("processorMeans", report.processorMeans());
    ArrayNode warnings = sandbox.putArray("warnings");
    report.warnings().forEach(warnings::add);
    return json;
  }

  /// @throws BadFrame when the tree is not a hello
  public static SandboxReport read(JsonObject json) {
    try {
      JsonObject sandbox = json.object("sandbox");
      List<String> warnings = new ArrayList<>();
      sandbox.node().path("warnings").forEach(warning -> warnings.add(warning.asText()));
      return new SandboxReport(
          JailMode.of(sandbox.text("mode")),
          holding(sandbox),
          sandbox.int32("landlockAbi", 0, 100),
          sandbox.integer("memoryCapBytes", 0, Long.MAX_VALUE),
          sandbox.text("processorMeans"),
          warnings);
    } catch (MalformedJson | IllegalArgumentException e) {
      throw new BadFrame("not a greeting", e);
    }
  }

  private static Set<Measure> holding(JsonObject sandbox) {
    Set<Measure> holding = EnumSet.noneOf(Measure.class);
    for (Measure measure : Measure.values()) {
      if (sandbox.bool(field(measure))) {
        holding.add(measure);
      }
    }
    return holding;
  }

  private static String field(Measure measure) {
    return switch (measure) {
      case NO_NEW_PRIVILEGES -> "noNewPrivileges";
      case SECCOMP -> "seccomp";
      case CAPABILITIES_DROPPED -> "capabilitiesDropped";
      case CLEAN_ENVIRONMENT -> "cleanEnvironment";
      case DIES_WITH_PARENT -> "diesWithParent";
      case CGROUP -> "cgroup";
    };
  }
}
