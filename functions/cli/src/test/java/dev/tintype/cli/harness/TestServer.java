package dev.tintype.cli.harness;

import dev.tintype.core.RenderRevision;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.webhook.NoNotifier;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.run.OneMachine;
import dev.tintype.server.run.Plan;
import dev.tintype.server.run.Role;
import dev.tintype.server.settings.ReceiptSettings;
import dev.tintype.server.settings.WebSettings;
import dev.tintype.server.worker.WorkerCommandLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A server in this process on a random port. Its workers are separate processes as usual.
///
/// @param machine the server
/// @param folder its data folder
/// @param clock its time
/// @param client a client with every scope
public record TestServer(OneMachine machine, Path folder, MovableClock clock, Client client)
    implements AutoCloseable {

  /// The settings of a server; each has a default.
  public static final class Builder {
    private final Path folder;
    private int workers;
    private Addresses addresses = Addresses.DATA_FOLDER;
    private Limits limits = Limits.USUAL;
    private Notifier notifier = new NoNotifier();
    private WebSettings web = WebSettings.NONE;
    private Optional<URI> filesUrl = Optional.empty();
    private Path libvips = Path.of(String.valueOf(System.getProperty("tintype.libvips")));

    Builder(Path folder) {
      this.folder = folder;
    }

    /// @return these settings with another number of workers
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /// @return these settings with stores elsewhere
    public Builder addresses(Addresses other) {
      addresses = other;
      return this;
    }

    /// @return these settings with other limits
    public Builder limits(Limits other) {
      limits = other;
      return this;
    }

    /// @return these settings with a webhook
    public Builder notifier(Notifier other) {
      notifier = other;
      return this;
    }

    /// @return these settings with other settings for browsers and proxies
    public Builder web(WebSettings other) {
      web = other;
      return this;
    }

    /// @return these settings with another host for public files
    public Builder filesUrl(URI url) {
      filesUrl = Optional.of(url);
      return this;
    }

    /// @return these settings with another folder of libvips
    public Builder libvips(Path other) {
      libvips = other;
      return this;
    }

    /// @return the running server
    public TestServer start() throws IOException {
      MovableClock clock = new MovableClock();
      OneMachine machine =
          OneMachine.start(
              plan(), notifier, new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD));
      return new TestServer(machine, folder, clock, new Client(machine.url(), machine.token()));
    }

    private Plan plan() {
      return new Plan(
          Role.SERVE,
          new DataFolder(folder, addresses),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Optional.empty(),
          filesUrl,
          ReceiptSettings.NONE,
          new RecipeBook(List.of(SmallRecipe.SMALL, Recipes.FAST)),
          _ -> Optional.empty(),
          RenderRevision.CURRENT,
          workers,
          new WorkerCommandLine(
              ServeProcess.MAIN, List.of("tintype.libvips=" + libvips), folder, 1),
          Duration.ofSeconds(20),
          Optional.empty(),
          Optional.of(libvips),
          web,
          limits);
    }
  }

  /// @param folder its data folder
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  @Override
  public void close() {
    client.close();
    machine.close();
  }
}
