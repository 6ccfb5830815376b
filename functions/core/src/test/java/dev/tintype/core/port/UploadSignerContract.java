package dev.tintype.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.UploadSigner.Permission;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract of every signer's permissions. Each adapter tests for itself that changed
/// permissions are refused, because only the host of the URL can check that.
public abstract class UploadSignerContract {

  /// The image in the permission's key.
  protected static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  /// The permitted original.
  protected static final Original ORIGINAL =
      new Original(Sha256.of("bytes"), 123_456, "image/jpeg");

  private static final String KEY = Keys.original(IMAGE, ORIGINAL.sha256());
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  /// @return the signer
  protected abstract UploadSigner signer();

  /// @return the instant of signing, or shortly before
  protected abstract Instant now();

  @Test
  void theUrlIsAbsoluteAndHoldsTheKey() {
    URI url = signer().upload(KEY, ORIGINAL, TEN_MINUTES).url();
    assertThat(url.isAbsolute()).isTrue();
    assertThat(url.getPath()).endsWith("/" + KEY);
  }

  @Test
  void thePermissionListsEveryHeaderExceptTheLength() {
    Permission permission = signer().upload(KEY, ORIGINAL, TEN_MINUTES);
    assertThat(permission.headers())
        .containsEntry("content-type", "image/jpeg")
        .containsEntry("if-none-match", "*")
        .doesNotContainKey("content-length");
    assertThat(permission.headers().keySet())
        .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
  }

  @Test
  void thePermissionEndsNoLaterThanAskedFor() {
    Instant expiresAt = signer().upload(KEY, ORIGINAL, TEN_MINUTES).expiresAt();
    assertThat(expiresAt).isAfter(now()).isBeforeOrEqualTo(now().plus(TEN_MINUTES).plusSeconds(5));
  }

  @Test
  void moreThanFifteenMinutesAreRefused() {
    Duration tooLong = Duration.ofMinutes(15).plusSeconds(1);
    assertThatThrownBy(() -> signer().upload(KEY, ORIGINAL, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signer().download(KEY, "a.jpg", tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signer().upload(KEY, ORIGINAL, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyPropertyIsPartOfThePermission() {
    List<Original> others =
        List.of(
            ORIGINAL,
            new Original(Sha256.of("other"), ORIGINAL.bytes(), ORIGINAL.mediaType()),
            new Original(ORIGINAL.sha256(), ORIGINAL.bytes() + 1, ORIGINAL.mediaType()),
            new Original(ORIGINAL.sha256(), ORIGINAL.bytes(), "image/png"));
    Set<URI> urls = new HashSet<>();
    for (Original other : others) {
      urls.add(signer().upload(KEY, other, TEN_MINUTES).url());
    }
    assertThat(urls).hasSameSizeAs(others);
  }

  @Test
  void aDownloadUrlDiffersFromAnUploadUrl() {
    URI download = signer().download(KEY, "Füße + 100% \"x\".jpg", TEN_MINUTES);
    assertThat(download.isAbsolute()).isTrue();
    assertThat(download.getPath()).endsWith("/" + KEY);
    assertThat(download).isNotEqualTo(signer().upload(KEY, ORIGINAL, TEN_MINUTES).url());
  }
}
