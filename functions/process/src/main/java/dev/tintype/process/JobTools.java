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

  /// No job starts with less time than this: two renderings would not fit, and a rendering is
  /// repeated once after a death.
  static final Duration LEAST =
      InvocationTime.RESERVE.plus(InvocationTime.LEAST_RENDERING.multipliedBy(2));

  /// @param left the time until Lambda ends this invocation
  /// @return a flow for one message, with empty folders
  ProcessJob job(Duration left) {
    folders.prepare();
    RenderTools renderTools =
        new RenderTools(
            renderer,
            RenderRevision.CURRENT,
            new InvocationTime(context.clock(), context.now().plus(left)),
            folders,
            publishers,
            new ThreadHeartbeat(),
            Sleeper.SLEEP);
    return new ProcessJob(stores, sender, renderTools, context);
  }
}
