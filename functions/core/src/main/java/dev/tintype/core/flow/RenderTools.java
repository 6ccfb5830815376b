package dev.tintype.core.flow;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.port.Renderer;
import java.util.concurrent.ExecutorService;

/// What a worker needs to render.
///
/// @param renderer makes the variants
/// @param renderRevision the revision of the bytes that this renderer makes
/// @param renderDeadline how long one rendering may take
/// @param folders where attempts keep their files
/// @param publishers threads that put files into storage
/// @param heartbeat renews leases
/// @param sleeper waits between tries
public record RenderTools(
    Renderer renderer,
    RenderRevision renderRevision,
    RenderDeadline renderDeadline,
    WorkFolders folders,
    ExecutorService publishers,
    Heartbeat heartbeat,
    Sleeper sleeper) {}
