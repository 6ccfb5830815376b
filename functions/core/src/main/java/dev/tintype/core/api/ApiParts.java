package dev.tintype.core.api;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.focus.MoveFocus;
import dev.tintype.core.flow.label.LabelImage;
import dev.tintype.core.flow.read.AllVersions;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.read.DownloadOriginal;
import dev.tintype.core.flow.read.FindReceipt;
import dev.tintype.core.flow.read.ListDeliveries;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.sweep.Redeliver;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.core.recipe.RecipeBook;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a host gives to the API, which is put together here for every host.
///
/// @param stores where everything is kept
/// @param sender the queue
/// @param signer signs uploads and downloads
/// @param recipes what clients may name, asked for by each request that needs it; it may throw
///   [dev.tintype.core.port.StoreUnavailable]
/// @param renderRevision the revision that new versions promise
/// @param publicUrls where viewers find the variants
/// @param receiptKeys the public keys that receipts are verified with; it may throw
///   [dev.tintype.core.port.StoreUnavailable]
/// @param maySign whether the host's clock is right, so that permissions end when they should
/// @param administration what administrators manage through the API; absent where the platform has
///   its own tools for that
public record ApiParts(
    Stores stores,
    JobSender sender,
    UploadSigner signer,
    Supplier<RecipeBook> recipes,
    RenderRevision renderRevision,
    PublicUrls publicUrls,
    Supplier<ReceiptKeys> receiptKeys,
    BooleanSupplier maySign,
    Optional<Administration> administration) {

  /// What administrators manage.
  ///
  /// @param tokens the tokens of clients
  /// @param hasReceiver whether somebody is notified of outcomes
  public record Administration(TokenStore tokens, boolean hasReceiver) {
    List<Route> routes(JobStore jobs, FlowContext context) {
      TokenRoutes tokenRoutes = new TokenRoutes(tokens, context);
      DeliveryRoutes deliveries =
          new DeliveryRoutes(
              new ListDeliveries(jobs, context), new Redeliver(jobs, context), hasReceiver);
      return Stream.of(tokenRoutes.routes(), deliveries.routes()).flatMap(List::stream).toList();
    }
  }

  /// The parts of a host that signs no receipts, on a platform that keeps its clock right and has
  /// tools of its own for administrators.
  public ApiParts(
      Stores stores,
      JobSender sender,
      UploadSigner signer,
      Supplier<RecipeBook> recipes,
      RenderRevision renderRevision,
      PublicUrls publicUrls) {
    this(
        stores,
        sender,
        signer,
        recipes,
        renderRevision,
        publicUrls,
        () -> ReceiptKeys.NONE,
        () -> true,
        Optional.empty());
  }

  /// @param context time and chance
  /// @return the API
  public Api api(FlowContext context) {
    ImageRoutes images = images(context);
    return new Api(
        uploads(context),
        images,
        work(context),
        focus(images, context),
        new LabelRoutes(images, new LabelImage(stores.jobs())),
        receipts(),
        administration.map(all -> all.routes(stores.jobs(), context)).orElse(List.of()),
        context.tracing());
  }

  private ReceiptRoutes receipts() {
    return new ReceiptRoutes(new FindReceipt(stores.jobs()), receiptKeys);
  }

  private FocusRoutes focus(ImageRoutes images, FlowContext context) {
    return new FocusRoutes(images, new MoveFocus(stores, sender, renderRevision, context));
  }

  private UploadRoutes uploads(FlowContext context) {
    return new UploadRoutes(
        new StartUpload(stores, signer, sender, renderRevision, context),
        new ConfirmUpload(stores, sender, context),
        recipes,
        maySign);
  }

  private ImageRoutes images(FlowContext context) {
    return new ImageRoutes(
        new Describe(stores.jobs()),
        new ListImages(stores.jobs()),
        new AllVersions(stores.jobs()),
        new DownloadOriginal(stores, signer),
        new Erase(stores.jobs(), context),
        publicUrls,
        renderRevision);
  }

  private WorkRoutes work(FlowContext context) {
    return new WorkRoutes(
        new Reprocess(stores, sender, recipes, renderRevision, context),
        new Rollback(stores.jobs(), context),
        new Retire(stores.jobs(), context),
        new Redrive(stores, sender, context),
        recipes);
  }
}
