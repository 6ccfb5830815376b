package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Trial;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import dev.tintype.s3.emulator.Stand;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreProbeTest {

  private final EmulatedS3 stand = EmulatedS3.shared();
  private final Opening opening =
      new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());

  @AfterEach
  void close() {
    opening.close();
  }

  private Trial trial(URI endpoint, String originals, String variants) {
    return new S3Provider(stand::credentials)
        .storage("s3://" + originals + "," + variants + "?endpoint=" + endpoint, opening)
        .trial();
  }

  private Trial trial(FaultyS3 store) {
    return trial(store.endpoint(), "originals", "variants");
  }

  @Test
  void theStandInOfThisRunKeepsEverythingAndHasNothingLeft() {
    String originals = stand.newBucket();
    String variants = stand.newBucket();
    Trial trial = trial(stand.endpoint(), originals, variants);
    assertThat(trial.lacks()).isEmpty();
    boolean takesUnsigned = Tampering.UNSIGNED_HEADER.status(Stand.ofRun()) == 200;
    assertThat(trial.remarks())
        .filteredOn(remark -> !remark.contains("So workers copy files"))
        .hasSize(takesUnsigned ? 1 : 0);
    for (String bucket : Set.of(originals, variants)) {
      assertThat(stand.s3().listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }
  }

  @Test
  void aStoreWithoutFaultsPasses() {
    try (FaultyS3 store = new FaultyS3(Set.of())) {
      assertThat(trial(store)).isEqualTo(Trial.PASSED);
      assertThat(store.keys()).isEmpty();
      assertThat(store.requests()).isLessThan(150);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IGNORES_CONDITION | it does not keep `If-None-Match: *`",
        "IGNORES_CONDITION | answered a repeated upload with 200 instead of 412",
        "CHECKS_THEN_WRITES | it does not keep `If-None-Match: *`",
        "INVERTS_CONDITION | refused permitted uploads with 412 PreconditionFailed",
        "IGNORES_CHECKSUM | stored other bytes than were signed",
        "IGNORES_SIGNATURE | stored an upload whose signed `content-type` was changed",
        "IGNORES_SIGNATURE | stored an upload without its signed `if-none-match`",
        "IGNORES_SIGNATURE | stored an upload without its signed `x-amz-checksum-sha256`",
        "IGNORES_SIGNATURE | stored an upload under another key than the signed one",
        "IGNORES_SIGNATURE IGNORES_CHECKSUM | stored more bytes than were signed",
        "IGNORES_SIGNATURE IGNORES_CHECKSUM | stored fewer bytes than were signed",
        "FORBIDS_LISTING | answers 403 for an object that is not there: allow s3:ListBucket",
        "REFUSES_WITH_403 | instead of 412",
        "LISTS_LATE | does not list what it has just stored",
        "FORGETS_CHECKSUMS | does not tell the SHA-256 of what it has stored",
        "IGNORES_RANGES | answers a request for a part of an object with other bytes",
        "KEEPS_DELETED | still has what was deleted",
      })
  void everyFaultIsNamed(String names, String lack) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String name : names.split(" ", -1)) {
      faults.add(Fault.valueOf(name));
    }
    try (FaultyS3 store = new FaultyS3(faults)) {
      assertThat(trial(store).lacks()).anySatisfy(found -> assertThat(found).contains(lack));
    }
  }

  /// As Garage 2.5.0 does.
  @Test
  void aStoreThatIgnoresTheConditionIsRefusedWithEverythingThatItLacks() {
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.IGNORES_CONDITION))) {
      Trial trial = trial(store);
      assertThat(trial.lacks())
          .anySatisfy(lack -> assertThat(lack).startsWith("the bucket originals stored 8 of 8"))
          .anySatisfy(lack -> assertThat(lack).startsWith("the bucket variants stored 8 of 8"));
      assertThatThrownBy(() -> trial.require("s3://originals,variants"))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageStartingWith(
              "the address 's3://originals,variants' names a store that does not keep what Tintype"
                  + " needs: the bucket ");
      assertThat(store.keys()).isEmpty();
    }
  }

  private Trial trialOfPlace(URI endpoint, String bucket) {
    return new S3Provider(stand::credentials)
        .trialOfPlace("s3://" + bucket + "/kept?endpoint=" + endpoint, opening);
  }

  @Test
  void aPlaceForBackupsIsTriedOutToo() {
    String bucket = stand.newBucket();
    assertThat(trialOfPlace(stand.endpoint(), bucket)).isEqualTo(Trial.PASSED);
    assertThat(stand.s3().listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.IGNORES_CONDITION))) {
      assertThat(trialOfPlace(store.endpoint(), "originals").lacks())
          .anySatisfy(lack -> assertThat(lack).contains("it does not keep `If-None-Match: *`"));
      assertThat(store.keys()).isEmpty();
    }
  }

  @Test
  void unsignedHeadersAreARemarkBecauseTheBytesAreStillTheDeclaredOnes() {
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.TAKES_UNSIGNED_HEADERS))) {
      Trial trial = trial(store);
      assertThat(trial.lacks()).isEmpty();
      assertThat(trial.remarks()).hasSize(1);
      assertThat(trial.remarks().getFirst()).startsWith("The bucket originals accepts `x-amz-`");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IGNORES_COPY_CONDITION | copied 8 of 8 times to one key",
        "CHECKS_THEN_COPIES | it does not keep `If-None-Match: *` of a copy",
        "IGNORES_COPY_SOURCE_CONDITION | copies a source that has changed",
        "COPIES_WITHOUT_HEADERS | gives a copy another content type or `Cache-Control`",
        "COPIES_WITHOUT_CHECKSUM | does not tell the SHA-256 of a copy",
        "REFUSES_COPIES | answers 501 to a copy",
        "REFUSES_COPIES_WITH_409 | answers 409 instead of 412 where it must not copy",
      })
  void aStoreWhoseCopiesLackSomethingIsUsedWithARemark(Fault fault, String lack) {
    try (FaultyS3 store = new FaultyS3(Set.of(fault))) {
      Trial trial = trial(store);
      assertThat(trial.lacks()).isEmpty();
      assertThat(trial.remarks()).hasSize(1);
      assertThat(trial.remarks().getFirst())
          .startsWith("The bucket variants ")
          .contains(lack)
          .endsWith("So workers copy files by reading and writing them.");
      assertThat(store.keys()).isEmpty();
    }
  }

  @Test
  void aStoreWhoseCopiesStayUnknownIsUsedWithARemark() {
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.FORBIDS_COPIES))) {
      Trial trial = trial(store);
      assertThat(trial.lacks()).isEmpty();
      assertThat(trial.remarks()).hasSize(1);
      assertThat(trial.remarks().getFirst())
          .startsWith("It is unknown whether the bucket variants keeps the conditions of a copy")
          .contains("403 AccessDenied");
      assertThat(store.keys()).isEmpty();
    }
  }

  @Test
  void anOutageSaysNothingAboutTheStore() {
    try (FaultyS3 store = new FaultyS3(Set.of(Fault.IS_OUT))) {
      assertThatThrownBy(() -> trial(store)).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void theProbeIsShort() {
    try (FaultyS3 store = new FaultyS3(Set.of())) {
      trial(store);
      long began = System.nanoTime();
      trial(store);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }
  }
}
