package dev.tintype.process;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Patience;
import dev.tintype.core.flow.ProcessJob;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Surroundings;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.Workshop;
import dev.tintype.core.port.JobSender;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.sandbox.SandboxReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/// The tools of the worker, kept from job to job: renderer, folders, threads.
///
/// @param renderer the renderer's process
/// @param folders where attempts keep their files
/// @param publishers threads that put files into storage
/// @param stores where everything is kept
/// @param sender sends the messages of retries and successors
/// @param surroundings time and chance
record Bench(
    RendererProcess renderer,
    WorkFolders folders,
    ExecutorService publishers,
    Stores stores,
    JobSender sender,
    Surroundings surroundings) {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");

  /// Left for publishing, and for writing down what a second death means.
  private static final Duration RESERVE = Duration.ofSeconds(30);

  private static final Duration LONGEST_RENDERING = Duration.ofMinutes(2);

  /// Starts the renderer, or another one should it have died while the function was frozen, and
  /// says in the log what its jail holds.
  void warm() throws InterruptedException {
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

  /// @param left until Lambda ends this invocation: two renderings must fit, since a death is tried
  ///   once more
  /// @return a flow for one message, its folders empty and its renderer alive
  ProcessJob job(Duration left) throws InterruptedException {
    folders.prepare();
    warm();
    Duration half = left.minus(RESERVE).dividedBy(2);
    Duration deadline = half.compareTo(LONGEST_RENDERING) < 0 ? half : LONGEST_RENDERING;
    Workshop workshop =
        new Workshop(
            renderer,
            RenderRevision.CURRENT,
            deadline,
            folders,
            publishers,
            new ThreadHeartbeat(),
            Patience.SLEEP);
    return new ProcessJob(stores, sender, workshop, surroundings);
  }

  /// @return what the renderer holds of memory now
  long residentBytes() {
    return renderer.residentBytes();
  }
}
