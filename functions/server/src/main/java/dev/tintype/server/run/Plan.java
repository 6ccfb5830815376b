package dev.tintype.server.run;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.settings.ReceiptSettings;
import dev.tintype.server.settings.RecipeBook.WatermarkContents;
import dev.tintype.server.settings.WebSettings;
import dev.tintype.server.worker.WorkerCommandLine;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a server is to run.
///
/// @param role [Role#SERVE] or [Role#API]
/// @param folder where everything is kept
/// @param address where it listens; port 0 for any that is free
/// @param publicUrl where clients reach it; absent for the address itself
/// @param filesUrl where viewers find the public files, such as a CDN before `/files`; absent for
///   the server itself
/// @param receipts who signs the receipts of erasures, and where erased files are looked for
/// @param recipes what clients may name
/// @param watermarks those beside the recipe file
/// @param renderRevision the revision new versions promise
/// @param workers how many worker processes
/// @param worker how they are started
/// @param workerGrace how long their jobs may take to end when the server stops
/// @param webhook who is told of outcomes
/// @param libvips what the workers' renderers load, to be watched; absent when that is not known
/// @param web what browsers and proxies before the server may
/// @param limits of the HTTP server
public record Plan(
    Role role,
    DataFolder folder,
    InetSocketAddress address,
    Optional<URI> publicUrl,
    Optional<URI> filesUrl,
    ReceiptSettings receipts,
    RecipeBook recipes,
    WatermarkContents watermarks,
    RenderRevision renderRevision,
    int workers,
    WorkerCommandLine worker,
    Duration workerGrace,
    Optional<Webhook> webhook,
    Optional<Path> libvips,
    WebSettings web,
    Limits limits) {}
