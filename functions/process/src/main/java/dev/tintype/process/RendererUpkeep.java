package dev.tintype.process;

import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.sandbox.SandboxReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Restarts the renderer's process when needed, and logs which parts of the sandbox hold for each
/// new one.
///
/// @param renderer the process
record RendererUpkeep(RendererProcess renderer) implements Upkeep {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");

  @Override
  public void warm() throws InterruptedException {
    long before = renderer.pid();
    SandboxReport report = renderer.warm();
    if (renderer.pid() != before) {
      LOGGER.log(
          Level.INFO,
          () ->
              "event=renderer.started pid=%d sandbox=%s seccomp=%b landlock=%d memoryCap=%d detail=\"%s\""
                  .formatted(
                      renderer.pid(),
                      report.mode(),
                      report.seccomp(),
                      report.landlockAbi(),
                      report.memoryCapBytes(),
                      String.join("; ", report.warnings())));
    }
  }

  @Override
  public long residentBytes() {
    return renderer.residentBytes();
  }
}
