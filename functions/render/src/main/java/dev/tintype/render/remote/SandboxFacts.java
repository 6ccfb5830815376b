package dev.tintype.render.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;
import java.util.List;

/// Which measures of the sandbox hold in a function that renders. They are for people to read: the
/// function reports them itself, so nothing may rely on them.
///
/// @param mode how much was demanded
/// @param noNewPrivileges whether no program can gain rights by being started
/// @param seccomp whether the renderer's own system call filter is on
/// @param landlock the Landlock version in force, 0 for none
/// @param memoryCap the limit on the renderer's memory in bytes, 0 for none
/// @param cleanEnvironment whether the renderer has three environment variables and no other
/// @param missing the measures that `require` needs and that do not hold
public record SandboxFacts(
    JailMode mode,
    boolean noNewPrivileges,
    boolean seccomp,
    int landlock,
    long memoryCap,
    boolean cleanEnvironment,
    List<String> missing) {

  /// More than there are.
  private static final int MOST_MISSING = 16;

  private static final int LONGEST_NAME = 64;

  /// Copies the list.
  public SandboxFacts {
    missing = List.copyOf(missing);
  }

  /// @return what a renderer measured when it started
  public static SandboxFacts of(SandboxReport report) {
    return new SandboxFacts(
        report.mode(),
        report.holds(Measure.NO_NEW_PRIVILEGES),
        report.holds(Measure.SECCOMP),
        report.landlockAbi(),
        report.memoryCapBytes(),
        report.holds(Measure.CLEAN_ENVIRONMENT),
        report.missing());
  }

  void write(ObjectNode json) {
    json.put("sandbox", mode.text())
        .put("noNewPrivileges", noNewPrivileges)
        .put("seccomp", seccomp)
        .put("landlock", landlock)
        .put("memoryCap", memoryCap)
        .put("cleanEnvironment", cleanEnvironment);
    ArrayNode names = json.putArray("missing");
    missing.forEach(names::add);
  }

  /// @throws MalformedJson when a field is missing, of another type or too long
  static SandboxFacts read(JsonObject json) {
    List<String> missing = json.texts("missing");
    if (missing.size() > MOST_MISSING
        || missing.stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
      throw new MalformedJson("missing has too many or too long names");
    }
    return new SandboxFacts(
        JailMode.of(json.text("sandbox")),
        json.bool("noNewPrivileges"),
        json.bool("seccomp"),
        json.int32("landlock", 0, 100),
        json.integer("memoryCap", 0, Long.MAX_VALUE),
        json.bool("cleanEnvironment"),
        missing);
  }
}
