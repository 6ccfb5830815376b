package dev.tintype.s3.emulator;

import java.util.Locale;

/// The kinds of S3 that the tests run on.
public enum Stand {
  /// S3Proxy in the JVM of the tests.
  EMBEDDED,
  /// LocalStack, in a container or elsewhere.
  LOCALSTACK,
  /// versitygw, started by `.ci/stores/run`.
  VERSITYGW,
  /// SeaweedFS, started by `.ci/stores/run`.
  SEAWEEDFS,
  /// MinIO, started by `.ci/stores/run`.
  MINIO;

  /// @return the kind of this run
  public static Stand ofRun() {
    return EmulatorSettings.store()
        .map(store -> valueOf(store.name().toUpperCase(Locale.ROOT)))
        .orElseGet(() -> LocalStack.ofRun().isPresent() ? LOCALSTACK : EMBEDDED);
  }
}
