package dev.tintype.cli.importing;

import dev.tintype.cli.client.FileUpload;
import dev.tintype.cli.client.FileUpload.Sent;
import dev.tintype.cli.importing.ImportSource.Local;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.OriginalFormat.Sniffed;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Imports the files of a source, several at once. What is no image by its first bytes, and what an
/// earlier run imported, is left out. For one run.
public final class ImportRun {

  private static final int AHEAD = 64;

  private final ImportSource source;
  private final Optional<FileUpload> upload;
  private final MetadataMapping metadata;
  private final ImportState state;
  private final ImportReport report;
  private final BooleanSupplier stopping;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  /// @param upload absent when nothing is uploaded
  /// @param metadata what the images get beside bytes and name
  /// @param stopping whether the user asked to stop
  public ImportRun(
      ImportSource source,
      Optional<FileUpload> upload,
      MetadataMapping metadata,
      ImportState state,
      ImportReport report,
      BooleanSupplier stopping) {
    this.source = source;
    this.upload = upload;
    this.metadata = metadata;
    this.state = state;
    this.report = report;
    this.stopping = stopping;
  }

  /// Imports everything.
  ///
  /// @param atOnce how many files at once, at least 1
  /// @return whether it came to the end; false when the user stopped it
  /// @throws IOException when the source or the state cannot be read
  /// @throws dev.tintype.cli.client.ServerUnreachable when the server does not answer; what was
  ///   imported is noted
  public boolean run(int atOnce) throws IOException {
    try (ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(AHEAD),
            new CallerRunsPolicy())) {
      source.each(new Each(threads));
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return !stopping.getAsBoolean();
  }

  private final class Each implements ImportSource.Visitor {

    private final ThreadPoolExecutor threads;

    Each(ThreadPoolExecutor threads) {
      this.threads = threads;
    }

    @Override
    public boolean item(ImportItem item) {
      threads.execute(() -> one(item));
      return isGoingOn();
    }

    @Override
    public void unreadable(String name, String why) {
      report.unreadable(name, why);
    }

    @Override
    public void left(String name, String why) {
      report.left(name, why);
    }
  }

  private boolean isGoingOn() {
    return !stopping.getAsBoolean() && failure.get() == null;
  }

  private void one(ImportItem item) {
    if (!isGoingOn()) {
      return;
    }
    report.seen();
    if (state.has(item)) {
      report.before();
      return;
    }
    try {
      Optional<String> type = type(item);
      if (type.isEmpty()) {
        report.unknown(item);
        return;
      }
      report.wanted(item, type.get());
      if (upload.isPresent()) {
        send(item, upload.get());
      }
    } catch (IOException e) {
      report.unreadable(item.name(), String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /// @return the media type of its first bytes; absent for what is no image
  private Optional<String> type(ImportItem item) throws IOException {
    try (InputStream in =
        source
            .beginning(item, OriginalFormat.SNIFF_BYTES)
            .orElseThrow(() -> new IOException("it was deleted meanwhile"))) {
      return switch (OriginalFormat.sniff(in.readNBytes(OriginalFormat.SNIFF_BYTES))) {
        case Sniffed.Known(OriginalFormat format) -> Optional.of(format.mediaType());
        case Sniffed.Heic _ -> Optional.of("image/heic");
        case Sniffed.Unknown _ -> Optional.empty();
      };
    }
  }

  private void send(ImportItem item, FileUpload to) throws IOException, InterruptedException {
    if (item.bytes() > Limits.MAX_ORIGINAL_BYTES) {
      report.refused(item, Rejection.TOO_LARGE.code(), Rejection.TOO_LARGE.message());
      return;
    }
    try (Local local =
        source.local(item).orElseThrow(() -> new IOException("it was deleted meanwhile"))) {
      switch (to.send(local.path(), item.name(), metadata.of(item.name()))) {
        case Sent.Stored stored -> {
          note(item, stored.status().id());
          report.imported(item, stored);
        }
        case Sent.No no -> report.refused(item, no.why().reason(), no.why().message());
      }
    }
  }

  /// Without a note, a later run would import the file a second time.
  private void note(ImportItem item, String id) {
    try {
      state.add(item, id);
    } catch (IOException e) {
      throw new StoreUnavailable("The state file cannot be written: " + e.getMessage(), e);
    }
  }
}
