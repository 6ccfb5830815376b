package dev.tintype.chaos.stack;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.run.OneMachine;
import dev.tintype.server.run.Plan;
import dev.tintype.server.run.Role;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.WebSettings;
import dev.tintype.server.worker.WorkerCommandLine;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The server process of the stack: the product's server without its own workers, with boundaries
/// that can kill it. It ends when its standard input is closed.
public final class ChaosServer {

  private ChaosServer() {}

  /// @param arguments the data folder and the port
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.read();
    PlatformSettings platform = Settings.platform();
    Wiring wiring = new Wiring(settings);
    DataFolder folder = new DataFolder(Path.of(arguments[0]), platform.addresses());
    Plan plan =
        new Plan(
            Role.API,
            folder,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])),
            Optional.empty(),
            Optional.empty(),
            Settings.receipts(),
            RecipeBook.read(settings.recipes()).forClients(),
            RecipeBook.read(settings.recipes()).watermarks(),
            RenderRevision.CURRENT,
            0,
            new WorkerCommandLine("none", List.of(), folder.root(), 1),
            Wiring.WORKER_GRACE,
            platform.webhook(),
            Optional.empty(),
            WebSettings.NONE,
            Limits.USUAL);
    FlowContext context = Orders.of(System.getProperties()).context();
    try (OneMachine machine =
        OneMachine.start(plan, wiring.notifier(platform.webhook()), context)) {
      System.out.println(machine.url() + " " + machine.token());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
