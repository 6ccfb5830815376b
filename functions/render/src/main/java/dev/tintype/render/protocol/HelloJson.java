package dev.tintype.render.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.ArrayList;
import java.util.List;

/// The renderer's hello as JSON: its versions and the state of its jail.
public final class HelloJson {

  private HelloJson() {}

  /// @return the hello as a tree
  public static ObjectNode write(String libvips, SandboxReport report) {
    ObjectNode json = Json.object().put("libvips", libvips);
    ObjectNode sandbox = json.putObject("sandbox");
    sandbox.put("mode", report.mode().text());
    sandbox.put("noNewPrivileges", report.noNewPrivileges());
    sandbox.put("seccomp", report.seccomp());
    sandbox.put("landlockAbi", report.landlockAbi());
    sandbox.put("capabilitiesDropped", report.capabilitiesDropped());
    sandbox.put("memoryCapBytes", report.memoryCapBytes());
    sandbox.put("cleanEnvironment", report.cleanEnvironment());
    sandbox.put("diesWithParent", report.diesWithParent());
    sandbox.put("cgroup", report.cgroup());
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
          sandbox.bool("noNewPrivileges"),
          sandbox.bool("seccomp"),
          sandbox.int32("landlockAbi", 0, 100),
          sandbox.bool("capabilitiesDropped"),
          sandbox.integer("memoryCapBytes", 0, Long.MAX_VALUE),
          sandbox.bool("cleanEnvironment"),
          sandbox.bool("diesWithParent"),
          sandbox.bool("cgroup"),
          sandbox.text("processorMeans"),
          warnings);
    } catch (MalformedJson | IllegalArgumentException e) {
      throw new BadFrame("not a greeting", e);
    }
  }
}
