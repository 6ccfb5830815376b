package dev.tintype.cli;

import dev.tintype.core.api.Scope;
import dev.tintype.core.api.TokenView;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype token`: manages the API tokens of a server.
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Create, list and revoke the tokens of a server.",
    description = {
      "",
      "Works directly on the data folder; the server may keep running and needs no restart."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype token create --label ci --scope images:upload",
      "  tintype token list",
      "  tintype token reset --admin"
    },
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.Listing.class,
      TokenCommand.Revoke.class,
      TokenResetCommand.class
    })
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  static Backends open(DataOption data) {
    return new Wiring(Settings.read()).backends(data.existing(Settings.platform()));
  }

  /// `tintype token create`.
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Create a token and show it once.",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {"  tintype token create --label ci --scope images:upload,images:read --days 90"})
  static final class Create implements java.util.concurrent.Callable<Integer> {

    @Option(
        names = "--scope",
        split = ",",
        paramLabel = "SCOPE",
        description =
            "images:upload, images:read, images:erase (default: these three), or server:admin, which "
                + "manages tokens and notifications.")
    private Set<String> scopes = new TreeSet<>();

    @Option(
        names = "--label",
        defaultValue = "token",
        paramLabel = "TEXT",
        description = "What the token is for.")
    private String label = "";

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "The token expires after this many days.")
    private @Nullable Integer days;

    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    Create() {}

    @Override
    public Integer call() {
      Set<String> wanted = scopes.isEmpty() ? AdminToken.scopesOfImages() : scopes;
      wanted.forEach(Create::requireKnown);
      if (!TokenStore.isLabel(label)) {
        throw new InvalidSetting(
            "--label must have 1 to 200 characters, and no control characters.");
      }
      try (Backends backends = open(data)) {
        Created created = backends.tokens().create(label, wanted, ends());
        System.out.println(
            json
                ? Json.write(TokenView.of(created.token()).put("token", created.text()))
                : created.text());
      }
      return ExitCode.OK;
    }

    private Optional<Instant> ends() {
      Integer given = days;
      if (given == null) {
        return Optional.empty();
      }
      if (given < 1 || given > 36_500) {
        throw new InvalidSetting("--days must be 1 to 36500, not " + given + ".");
      }
      return Optional.of(
          new Wiring(Settings.read()).context().clock().instant().plus(Duration.ofDays(given)));
    }

    private static void requireKnown(String scope) {
      if (Scope.byId(scope).isEmpty()) {
        String known =
            Arrays.stream(Scope.values()).map(Scope::id).collect(Collectors.joining(", "));
        throw new InvalidSetting("--scope must be one of " + known + ", not '" + scope + "'.");
      }
    }
  }

  /// `tintype token list`.
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "List the tokens. The secret texts are not stored.",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {"  tintype token list --data /srv/images"})
  static final class Listing implements java.util.concurrent.Callable<Integer> {

    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    Listing() {}

    @Override
    public Integer call() {
      try (Backends backends = open(data)) {
        for (Token token : backends.tokens().list()) {
          System.out.println(
              json ? Json.write(TokenView.of(token)) : HumanText.printable(line(token)));
        }
      }
      return ExitCode.OK;
    }

    private static String line(Token token) {
      return String.join(
          "  ",
          token.id(),
          token.label(),
          String.join(",", token.scopes()),
          "created " + token.createdAt(),
          token.expiresAt().map(at -> "expires " + at).orElse("never expires"),
          token.revokedAt().map(at -> "revoked " + at).orElse("valid"));
    }
  }

  /// `tintype token revoke`.
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Revoke a token; it takes effect at once.",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {"  tintype token revoke b919bbda8f3b"})
  static final class Revoke implements java.util.concurrent.Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The token's ID: the hex digits after tt_.")
    private String id = "";

    @Mixin private DataOption data = new DataOption();

    Revoke() {}

    @Override
    public Integer call() {
      try (Backends backends = open(data)) {
        boolean revoked = backends.tokens().revoke(id);
        System.out.println(revoked ? "revoked " + id : "there is no valid token " + id);
        return revoked ? ExitCode.OK : ExitCode.SOME_REFUSED;
      }
    }
  }
}
