package dev.tintype.render.sandbox;

import java.util.ArrayList;
import java.util.List;

/// What of the jail holds, measured by the renderer from its inside.
///
/// @param mode how much was demanded
/// @param noNewPrivileges no program can gain rights by being started
/// @param seccomp the system call filter is on, and opening a socket was refused
/// @param landlockAbi the Landlock version in force, if opening the root folder was refused; else 0
/// @param capabilitiesDropped no thread has a right of root, and as root none can come back
/// @param memoryCapBytes the hard limit on private writable memory; 0 for none
/// @param cleanEnvironment the environment is exactly three names
/// @param diesWithParent the kernel kills it when its parent dies
/// @param cgroup whether the parent put it into a control group, as the parent says
/// @param processorMeans what keeps it from taking every processor
/// @param warnings one sentence for each step that failed
public record SandboxReport(
    JailMode mode,
    boolean noNewPrivileges,
    boolean seccomp,
    int landlockAbi,
    boolean capabilitiesDropped,
    long memoryCapBytes,
    boolean cleanEnvironment,
    boolean diesWithParent,
    boolean cgroup,
    String processorMeans,
    List<String> warnings) {

  /// Copies the list.
  public SandboxReport {
    warnings = List.copyOf(warnings);
  }

  /// Answers the same with one warning more.
  public SandboxReport warning(String sentence) {
    List<String> more = new ArrayList<>(warnings);
    more.add(sentence);
    return new SandboxReport(
        mode,
        noNewPrivileges,
        seccomp,
        landlockAbi,
        capabilitiesDropped,
        memoryCapBytes,
        cleanEnvironment,
        diesWithParent,
        cgroup,
        processorMeans,
        more);
  }

  /// Answers the names of what `require` demands and does not hold.
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!noNewPrivileges) {
      missing.add("no_new_privs");
    }
    if (!seccomp) {
      missing.add("seccomp");
    }
    if (memoryCapBytes == 0) {
      missing.add("memory cap");
    }
    if (!cleanEnvironment) {
      missing.add("clean environment");
    }
    return missing;
  }
}
