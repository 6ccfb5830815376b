package dev.tintype.server.run;

import dev.tintype.server.data.DataFolder;
import dev.tintype.server.worker.WorkerCommandLine;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a host of workers is to run.
///
/// @param folder where its work folders are, and what settings put nowhere else
/// @param monitoring where operators may ask how it is; absent when nobody may
/// @param workers how many worker processes, at least 1
/// @param worker how they are started
/// @param workerGrace how long their jobs may take to end when the host stops
/// @param libvips what the workers' renderers load, to be watched; absent when that is not known
public record WorkerPlan(
    DataFolder folder,
    Optional<InetSocketAddress> monitoring,
    int workers,
    WorkerCommandLine worker,
    Duration workerGrace,
    Optional<Path> libvips) {}
