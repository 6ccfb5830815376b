package dev.tintype.aws.emulator;

import dev.tintype.s3.emulator.LocalStack;

/// Chooses the stand-in once for the whole test run: LocalStack if available, else the embedded
/// servers.
public final class Emulators {

  private Emulators() {}

  /// @return the stand-in of this run, started on first use
  public static Emulator shared() {
    return Shared.EMULATOR;
  }

  /// @return embedded servers of the caller's own, also where LocalStack is available
  public static Emulator embedded() {
    return EmbeddedServers.start();
  }

  private static final class Shared {
    static final Emulator EMULATOR = announced(start());
  }

  private static Emulator start() {
    return LocalStack.ofRun()
        .map(found -> Emulator.localStack(found.name(), found.endpoint()))
        .orElseGet(EmbeddedServers::start);
  }

  private static Emulator announced(Emulator emulator) {
    System.err.println("AWS stand-in of this run: " + emulator.name());
    return emulator;
  }
}
