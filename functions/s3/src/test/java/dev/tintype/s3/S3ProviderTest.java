package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.s3.emulator.EmulatedS3;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class S3ProviderTest {

  private static final URI SERVER = URI.create("http://server.example");

  @TempDir private Path folder;

  private final EmulatedS3 stand = EmulatedS3.shared();
  private final Opening opening =
      new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());

  @AfterEach
  void close() {
    opening.close();
  }

  private StorageProvider.Opened open(String address, AwsCredentialsProvider credentials) {
    return new S3Provider(() -> credentials).storage(address, opening);
  }

  private String address(String originals, String variants) {
    return "s3://" + originals + "," + variants + "?endpoint=" + stand.endpoint();
  }

  @Test
  void theSchemeIsKnown() {
    assertThat(Providers.of(StorageProvider.class, "s3://a,b")).isInstanceOf(S3Provider.class);
  }

  @Test
  void eachStorageIsItsOwnBucket() throws Exception {
    StorageProvider.Opened opened =
        open(address(stand.newBucket(), stand.newBucket()), stand.credentials());
    byte[] bytes = {1, 2, 3};
    Path file = Files.write(folder.resolve("file"), bytes);
    StoredFile stored =
        new StoredFile(file, bytes.length, Sha256.of(bytes), "image/png", "no-store");
    assertThat(opened.variants().put("k", stored)).isEqualTo(Storage.PutResult.STORED);
    assertThat(opened.variants().head("k")).isPresent();
    assertThat(opened.originals().head("k")).isEmpty();
    assertThat(opening.complaint()).isEmpty();
  }

  @Test
  void clientsUploadToTheStoreItself() throws Exception {
    StorageProvider.Opened opened =
        open(address(stand.newBucket(), stand.newBucket()), stand.credentials());
    byte[] bytes = {1, 2, 3};
    UploadSigner.Permission permission =
        opened
            .signer(SERVER)
            .upload(
                "originals/k",
                new Original(Sha256.of(bytes), bytes.length, "image/png"),
                Duration.ofMinutes(1));
    assertThat(opened.directUploads()).isEmpty();
    assertThat(opened.clientOrigin()).contains(stand.endpoint());
    assertThat(permission.url().toString()).startsWith(stand.endpoint() + "/");
    HttpRequest.Builder put =
        HttpRequest.newBuilder(permission.url()).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    permission.headers().forEach(put::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(put.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
    assertThat(opened.originals().head("originals/k")).isPresent();
  }

  @Test
  void withoutPathStyleTheBucketIsInTheHost() {
    S3Address address =
        S3Address.parse("s3://one,two?endpoint=https://store.example:9000&path-style=false");
    try (S3Connection connection = new S3Connection(address, stand.credentials())) {
      assertThat(connection.origin("one")).isEqualTo(URI.create("https://one.store.example:9000"));
    }
  }

  @Test
  void aMissingBucketIsNamed() {
    String address = address(stand.newBucket(), "tintype-no-such-bucket");
    assertThatThrownBy(() -> open(address, stand.credentials()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageEndingWith("names a bucket that does not exist, tintype-no-such-bucket");
  }

  @Test
  void missingCredentialsAreReportedWithWhereToPutThem() {
    String address = address(stand.newBucket(), stand.newBucket());
    assertThatThrownBy(() -> open(address, SystemPropertyCredentialsProvider.create()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(
            "needs credentials of the store: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }

  @Test
  void aStoreThatIsNotThereIsUnavailable() {
    assertThatThrownBy(() -> open("s3://one,two?endpoint=http://127.0.0.1:1", stand.credentials()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("S3 HEAD one at http://127.0.0.1:1");
  }
}
