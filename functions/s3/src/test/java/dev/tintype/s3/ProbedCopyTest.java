package dev.tintype.s3;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageContract;
import dev.tintype.s3.emulator.EmulatedS3;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The stand-in of this run, with copies inside the bucket if it keeps what they need.
class ProbedCopyTest extends StorageContract {

  private final S3Storage storage = open();

  private static S3Storage open() {
    EmulatedS3 stand = EmulatedS3.shared();
    SecureRandom random = new SecureRandom();
    String bucket = stand.newBucket();
    S3Storage fetching = new S3Storage(stand.s3(), bucket, random);
    CopyProbe probe = new CopyProbe(stand.s3(), fetching, InstantSource.system(), random);
    return new S3Storage(stand.s3(), bucket, random, probe::isKept);
  }

  @Override
  protected Storage storage() {
    return storage;
  }
}
