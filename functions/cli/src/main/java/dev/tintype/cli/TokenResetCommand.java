package dev.tintype.cli;

import dev.tintype.core.api.TokenView;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import dev.tintype.server.data.Backends;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype token reset`.
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Replace the admin token of a server after it was lost.",
    description = {
      "",
      "Creates a new admin token, shows it once, and revokes the old one. Tokens with other "
          + "labels stay valid, also those that the old one created: see token list.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype token reset --admin --data /srv/images"})
final class TokenResetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--admin",
      required = true,
      description = "Required: resets the admin token, the only token that can be reset.")
  private boolean admin;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  TokenResetCommand() {}

  /// Shows the new token before it revokes the old one. If the command is stopped in between, a
  /// valid token exists.
  @Override
  public Integer call() {
    if (!admin) {
      throw new InvalidSetting("Add --admin: only the admin token can be reset.");
    }
    try (Backends backends = TokenCommand.open(data)) {
      List<Token> old = AdminToken.valid(backends.tokens());
      Created created = AdminToken.create(backends.tokens());
      System.out.println(
          json
              ? Json.write(TokenView.of(created.token()).put("token", created.text()))
              : created.text());
      System.out.flush();
      for (Token token : old) {
        backends.tokens().revoke(token.id());
        OutputOptions.lines(spec)
            .note("tintype: revoked " + token.id() + ", created " + token.createdAt());
      }
    }
    return ExitCode.OK;
  }
}
