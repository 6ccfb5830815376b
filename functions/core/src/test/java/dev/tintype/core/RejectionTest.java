package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which rejections a renderer may report, which an operator may redrive, and that the API document
/// lists them all.
final class RejectionTest {

  private static final Pattern REASONS =
      Pattern.compile("\n    Reason:\n      type: string\n      enum:\n((?: +- \\w+\n)+)");

  @ParameterizedTest
  @EnumSource
  void aRendererReportsOnlyWhatFollowsFromTheBytes(Rejection reason) {
    boolean fromTheBytes =
        switch (reason) {
          case CORRUPT, TRUNCATED, UNSUPPORTED_FORMAT, UNSUPPORTED_CODEC, TOO_MANY_PIXELS -> true;
          case TOO_MANY_FRAMES,
              TOO_LARGE,
              NEEDS_TOO_MUCH_MEMORY,
              CHECKSUM_MISMATCH,
              DECODER_CRASHED,
              DECODER_TIMEOUT,
              ATTEMPTS_EXHAUSTED ->
              false;
        };
    assertThat(Rejection.reportedByRenderer(reason.code()))
        .isEqualTo(fromTheBytes ? Optional.of(reason) : Optional.empty());
  }

  @Test
  void aRendererReportsNoUnknownReason() {
    assertThat(Rejection.reportedByRenderer("made_up")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void onlyAVerdictAboutTheAttemptsIsRedrivable(Rejection reason) {
    boolean aboutTheAttempts =
        switch (reason) {
          case DECODER_CRASHED, DECODER_TIMEOUT, ATTEMPTS_EXHAUSTED -> true;
          case CORRUPT,
              TRUNCATED,
              UNSUPPORTED_FORMAT,
              UNSUPPORTED_CODEC,
              TOO_MANY_PIXELS,
              TOO_MANY_FRAMES,
              TOO_LARGE,
              NEEDS_TOO_MUCH_MEMORY,
              CHECKSUM_MISMATCH ->
              false;
        };
    assertThat(reason.redrivable()).isEqualTo(aboutTheAttempts);
  }

  @Test
  void theApiDocumentListsEveryReason() throws IOException {
    Path root = Path.of(System.getProperty("tintype.root", "."));
    Matcher reasons = REASONS.matcher(Files.readString(root.resolve("docs/openapi.yaml")));
    assertThat(reasons.find()).isTrue();
    assertThat(reasons.group(1).lines().map(line -> line.replace("- ", "").strip()))
        .containsExactlyElementsOf(Arrays.stream(Rejection.values()).map(Rejection::code).toList());
  }
}
