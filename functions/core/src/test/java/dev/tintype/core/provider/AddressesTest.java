package dev.tintype.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressesTest {

  private static final String S3 = "s3://one,two";
  private static final String POSTGRES = "postgres://one@host/two";

  @Test
  void otherMachinesReachWhatIsOnNoLocalDisk() {
    assertThat(new Addresses(S3, POSTGRES, POSTGRES).areRemote()).isTrue();
    assertThat(new Addresses("file:", POSTGRES, POSTGRES).areRemote()).isFalse();
    assertThat(new Addresses(S3, "sqlite:/srv/jobs.db", POSTGRES).areRemote()).isFalse();
    assertThat(new Addresses(S3, POSTGRES, "sqlite:").areRemote()).isFalse();
    assertThat(Addresses.DATA_FOLDER.areRemote()).isFalse();
  }
}
