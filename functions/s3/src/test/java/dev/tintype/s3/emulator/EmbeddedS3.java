package dev.tintype.s3.emulator;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/// S3Proxy in this JVM, in memory, on 127.0.0.1.
public final class EmbeddedS3 {

  private EmbeddedS3() {}

  /// Starts one more server, which ends with the JVM.
  ///
  /// @return its endpoint
  public static URI start() {
    try {
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(new Utf8OrderBlobStore(new TransientNio2BlobStore()))
              .endpoint(at(0))
              .awsAuthentication(AuthenticationType.AWS_V4, EmulatedS3.KEY, EmulatedS3.KEY)
              .build();
      proxy.start();
      return at(proxy.getPort());
    } catch (Exception e) {
      throw new IllegalStateException("the embedded S3 did not start", e);
    }
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
