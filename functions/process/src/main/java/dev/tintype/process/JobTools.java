package dev.tintype.process;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.ThreadHeartbeat;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Renderer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/// The tools of the worker, kept from job to job: renderer, folders, threads.
///
/// @param renderer makes the variants
/// @param upkeep keeps the renderer alive
/// @param folders where attempts keep their files
/// @param publishers threads that put files into storage
/// @param stores where everything is kept
/// @param sender sends the messages of retries and successors
/// @param context time and chance
record JobTools(
    Renderer renderer,
    Upkeep upkeep,
    WorkFolders folders,
    ExecutorService publishers,
    Stores stores,
    JobSender sender,
    FlowContext context) {

  /// Left for publishing, and for writing down what a second death means.
  static final Duration RESERVE = Duration.ofSeconds(30);

  /// With less than this no job is begun: two renderings of half a minute would not fit, and a
  /// deadline that is our own haste must not count as the image's.
  static final Duration LEAST = RESERVE.plusMinutes(1);

  static final Duration LONGEST_RENDERING = Duration.ofMinutes(2);

  /// Starts the renderer, if it is not alive.
  void warm() throws InterruptedException {
    upkeep.warm();
  }

  /// @param left until Lambda ends this invocation: two renderings must fit, since a death is tried
  ///   once more
  /// @return a flow for one message, its folders empty and its renderer alive
  ProcessJob job(Duration left) throws InterruptedException {
    folders.prepare();
    warm();
    Duration half = left.minus(RESERVE).dividedBy(2);
    Duration deadline = half.compareTo(LONGEST_RENDERING) < 0 ? half : LONGEST_RENDERING;
    RenderTools renderTools =
        new RenderTools(
            renderer,
            RenderRevision.CURRENT,
            deadline,
            folders,
            publishers,
            new ThreadHeartbeat(),
            Sleeper.SLEEP);
    return new ProcessJob(stores, sender, renderTools, context);
  }

  /// @return what the renderer holds of memory now
  long residentBytes() {
    return upkeep.residentBytes();
  }
}
