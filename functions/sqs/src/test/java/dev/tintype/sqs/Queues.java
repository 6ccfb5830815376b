package dev.tintype.sqs;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.Opening;
import dev.tintype.sqs.emulator.EmulatedSqs;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// New queues on the stand-in, made by `init` and opened by the provider.
final class Queues implements AutoCloseable {

  private final EmulatedSqs stand = EmulatedSqs.shared();
  private final SqsProvider provider = new SqsProvider(EmulatedSqs::credentials);
  private final Opening opening =
      new Opening(Path.of(""), InstantSource.system(), new SecureRandom());
  private final String name = EmulatedSqs.unusedName();

  EmulatedSqs stand() {
    return stand;
  }

  SqsProvider provider() {
    return provider;
  }

  Opening opening() {
    return opening;
  }

  String name() {
    return name;
  }

  String address() {
    return stand.address(name);
  }

  JobQueue open() {
    provider.init(address());
    return provider.queue(address(), opening);
  }

  @Override
  public void close() {
    opening.close();
  }
}
