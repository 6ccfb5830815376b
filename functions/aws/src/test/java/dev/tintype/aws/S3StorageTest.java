package dev.tintype.aws;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;

class S3StorageTest extends StorageContract {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final Storage storage = new S3Storage(aws.s3(), aws.newBucket());

  @Override
  protected Storage storage() {
    return storage;
  }
}
