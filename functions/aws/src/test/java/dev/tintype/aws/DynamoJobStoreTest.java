package dev.tintype.aws;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStoreContract;
import java.security.SecureRandom;

class DynamoJobStoreTest extends JobStoreContract {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final JobStore store =
      new DynamoJobStore(aws.dynamo(), aws.newTable(), new SecureRandom());

  @Override
  protected JobStore store() {
    return store;
  }
}
