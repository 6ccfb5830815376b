package dev.tintype.core.port;

import java.time.Instant;

final class MemorySignerTest extends UploadSignerContract {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Override
  protected UploadSigner signer() {
    return new MemorySigner(new TestClock(NOW));
  }

  @Override
  protected Instant now() {
    return NOW;
  }
}
