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

/// What the worker keeps between jobs: the access to the renderer, folders, threads.
///
/// @param renderer makes the variants
/// @param scratch this process's folder; keeping this object keeps the lock
/// @param folders where attempts keep their files, in the scratch folder
/// @param publishers threads that put files into storage
/// @param stores the job store and both storages
/// @param sender sends the messages of retries and successors
/// @param context clock and randomness
record JobTools(
    Renderer renderer,
    Scratch scratch,
    WorkFolders folders,
    ExecutorService publishers,
    Stores stores,
    JobSender sender,
    FlowContext context) {

  /// Reserved for publishing, and for recording the result of a second death.
  static final Duration RESERVE = Duration.ofSeconds(30);

  /// No job starts with less time than this. Two renderings of half a minute would not fit, and a
  /// deadline that is only our lack of time must not count against the image.
  static final Duration LEAST = RESERVE.plusMinutes(1);

  static final Duration LONGEST_RENDERING = Duration.ofMinutes(2);

  /// @param left the time until Lambda ends this invocation. Two renderings must fit, because a
  ///   rendering is repeated once after a death
  /// @return a flow for one message, with empty folders
  ProcessJob job(Duration left) {
    folders.prepare();
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
}
