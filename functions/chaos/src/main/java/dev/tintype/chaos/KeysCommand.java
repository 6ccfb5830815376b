package dev.tintype.chaos;

import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Stack;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos keys`: many clients share few idempotency keys.
@Command(
    name = "keys",
    description = "Lets many clients repeat requests under few idempotency keys.")
final class KeysCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "clients",
          "requests",
          "keys",
          "images",
          "201",
          "409, then repeated",
          "422 for another body",
          "other responses",
          "replays that differ",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--clients", description = "at once (${DEFAULT-VALUE})")
  private int clients = 64;

  @Option(names = "--requests", description = "in all (${DEFAULT-VALUE})")
  private int requests = 10_000;

  @Option(names = "--keys", description = "how many (${DEFAULT-VALUE})")
  private int keys = 500;

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    KeysRun.Tally tally;
    try (Stack stack = new Stack(run.fresh("keys"), run.libvips());
        Customer customer = stack.customer()) {
      tally = new KeysRun(customer, keys, run.seed()).run(clients, requests);
    }
    run.tell(
        "keys",
        HEADER,
        List.of(
            Integer.toString(clients),
            Integer.toString(requests),
            Integer.toString(keys),
            Integer.toString(tally.images()),
            Integer.toString(tally.created()),
            Integer.toString(tally.inFlight()),
            Integer.toString(tally.otherBody()),
            Integer.toString(tally.others()),
            Integer.toString(tally.different()),
            Run.seconds(began)));
    return tally.images() == keys && tally.others() == 0 && tally.different() == 0 ? 0 : 1;
  }
}
