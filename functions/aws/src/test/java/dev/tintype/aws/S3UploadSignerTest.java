package dev.tintype.aws;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSignerContract;
import java.time.Instant;
import java.time.InstantSource;

class S3UploadSignerTest extends UploadSignerContract {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final InstantSource clock = InstantSource.system();

  @Override
  protected UploadSigner signer() {
    return new S3UploadSigner(aws.presigner(), aws.credentials(), "originals", clock);
  }

  @Override
  protected Instant now() {
    return clock.instant();
  }
}
