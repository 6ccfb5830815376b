package dev.tintype.render.sandbox;

import java.util.ArrayList;
import java.util.List;

/// Which parts of the jail are in force, measured by the renderer from inside.
///
/// @param mode how much of the jail was required
/// @param noNewPrivileges whether starting a program can no longer add privileges
/// @param seccomp whether the system call filter is on and opening a socket was refused
/// @param landlockAbi the Landlock version in force, provided that opening the root folder was
///   refused; else 0
/// @param capabilitiesDropped whether no thread has a capability and root cannot regain one
/// @param memoryCapBytes the hard limit on private writable memory; 0 for none
/// @param cleanEnvironment whether the environment consists of the three allowed names
/// @param diesWithParent whether the kernel kills it when its parent dies
/// @param cgroup whether the parent says that it moved the renderer into a control group
/// @param processorMeans what limits its use of processors
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

  /// Returns a copy with one more warning.
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

  /// Returns the names of the parts that `require` needs and that are not in force.
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
