package dev.tintype.process;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.SandboxReport;

/// Restarts the renderer's process when needed, and logs which parts of the sandbox hold for each
/// new one.
///
/// @param renderer the process
/// @param scratch the folder that the renderer works in; its lock is held as long as this object is
record RendererUpkeep(RendererProcess renderer, Scratch scratch) implements Upkeep {

  @Override
  public void warm() throws InterruptedException {
    long before = renderer.pid();
    SandboxReport report = renderer.warm();
    if (renderer.pid() != before) {
      FlowLog.event("renderer.started")
          .with("pid", renderer.pid())
          .with("sandbox", report.mode())
          .with("seccomp", report.holds(Measure.SECCOMP))
          .with("landlock", report.landlockAbi())
          .with("memoryCap", report.memoryCapBytes())
          .detail(String.join("; ", report.warnings()))
          .info();
    }
  }

  @Override
  public long residentBytes() {
    return renderer.residentBytes();
  }
}
