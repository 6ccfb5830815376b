package dev.tintype.process;

import dev.tintype.aws.QueueBodyReader.QueueBody;
import dev.tintype.aws.StagingSigner.Wish;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.PrimingStack;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Makes each kind of call once with throwaway parts, which reach no service. It makes no folder,
/// because a snapshot would contain it.
final class Priming {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");
  private static final Duration SHORT = Duration.ofSeconds(1);

  private Priming() {}

  static void run() {
    Clients clients = PrimingStack.clients();
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    Stores stores = clients.stores(context.random());
    JobSender sender = clients.sender();
    ImageId image = new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    Message message = new Message(image, new Version("0".repeat(16)), "priming");
    String key = Keys.original(image, Sha256.of(new byte[1]));
    Wiring.versions();
    if (clients.reader().read(message.json()) instanceof QueueBody.Unreadable unreadable) {
      throw new IllegalStateException(unreadable.why());
    }
    clients
        .staging(context.clock())
        .permit(new Wish(key, Optional.empty(), "staging/priming", 1), SHORT);
    tried(() -> new OriginalArrived(stores, sender, context).wake(key));
    tried(() -> stores.jobs().version(image, message.version()));
    tried(() -> stores.originals().open(key, Optional.empty()));
    tried(() -> stores.variants().head(key));
    tried(() -> sender.send(message, Lane.FRESH, Duration.ZERO));
    tried(() -> clients.renderFunction(SHORT).invoke(new byte[1]));
  }

  private static void tried(Runnable call) {
    try {
      call.run();
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "primed", e);
    }
  }
}
