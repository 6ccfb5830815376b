package dev.tintype.s3;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// One bucket of S3, or of another store with its protocol that honours `If-None-Match: *` on PUT
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). Objects are
/// written once, with their SHA-256 as checksum, which the service verifies. Safe for use by many
/// threads.
public final class S3Storage implements Storage {

  private static final String PUT_ID = "put-id";

  /// The status for a range after the end of the object, which holds no bytes.
  private static final int AFTER_THE_END = 416;

  private final S3Client s3;
  private final String bucket;
  private final SecureRandom random;
  private final BooleanSupplier copiesInside;

  /// A bucket whose objects are copied through this machine.
  ///
  /// @param s3 the client; its timeouts limit every call
  /// @param bucket the bucket's name
  /// @param random makes a name for each put; by it a repeated put whose first answer was lost is
  ///   recognised as our own
  public S3Storage(S3Client s3, String bucket, SecureRandom random) {
    this(s3, bucket, random, () -> false);
  }

  /// @param copiesInside asked before each copy: whether the bucket keeps what a copy needs
  S3Storage(S3Client s3, String bucket, SecureRandom random, BooleanSupplier copiesInside) {
    this.s3 = s3;
    this.bucket = bucket;
    this.random = random;
    this.copiesInside = copiesInside;
  }

  String bucket() {
    return bucket;
  }

  @Override
  public PutResult put(String key, StoredFile file) {
    return new BucketPut(s3, this).put(key, file);
  }

  StoreUnavailable refused(String asked, StoredFile file, S3Exception e) {
    if (Quirks.isFull(e)) {
      return new StorageFull("bucket " + bucket + " has no room for " + file.bytes() + " bytes", e);
    }
    return AwsCall.unavailable(asked, e);
  }

  /// @param put the metadata of our request, by which its object is recognised
  /// @param there what is under the key
  PutResult compare(String key, Map<String, String> put, HeadObjectResponse there, Sha256 wanted) {
    String putId = there.metadata().get(PUT_ID);
    if (putId != null && putId.equals(put.get(PUT_ID))) {
      return PutResult.STORED;
    }
    Optional<Sha256> known = S3Checksum.of(there.checksumSHA256(), there.metadata());
    Sha256 found = known.isPresent() ? known.get() : digest(key);
    return found.equals(wanted) ? PutResult.ALREADY_THERE : PutResult.CONFLICT;
  }

  /// @return the metadata of a new object, with a name of its own
  Map<String, String> newMetadata(StoredFile file) {
    byte[] bits = new byte[8];
    random.nextBytes(bits);
    return Map.of(S3Checksum.METADATA, file.sha256().hex(), PUT_ID, HexFormat.of().formatHex(bits));
  }

  /// Copies inside the bucket if it keeps what that needs, else through this machine.
  @Override
  public CopyResult copy(String from, String to, StoredFile file, BooleanSupplier goOn) {
    Optional<CopyResult> copied =
        copiesInside.getAsBoolean()
            ? new BucketCopy(s3, this).copy(from, to, file, goOn)
            : Optional.empty();
    return copied.orElseGet(() -> Storage.super.copy(from, to, file, goOn));
  }

  private Sha256 digest(String key) {
    try (InputStream bytes =
        open(key, Optional.empty())
            .orElseThrow(() -> new StoreUnavailable(asked("GET", key) + ": gone; try again"))) {
      return Sha256.of(bytes);
    } catch (IOException e) {
      throw new StoreUnavailable(asked("GET", key) + ": the transfer failed", e);
    }
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return ask(key)
        .map(head ->
            new StoredObject(
                key,
                head.contentLength(),
                S3Checksum.of(head.checksumSHA256(), head.metadata()),
                head.lastModified()));
  }

  /// @return what the store knows of an object, if it is there
  Optional<HeadObjectResponse> ask(String key) {
    try {
      return Optional.of(
          s3.headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED)));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw AwsCall.unavailable(asked("HEAD", key), e);
    } catch (SdkException e) {
      throw AwsCall.unavailable(asked("HEAD", key), e);
    }
  }

  @Override
  public Optional<InputStream> open(String key, Optional<Range> range) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    range.ifPresent(r -> request.range("bytes=" + r.from() + "-" + r.to()));
    try {
      ResponseInputStream<GetObjectResponse> body = s3.getObject(request.build());
      return Optional.of(new WholeBody(body, body.response().contentLength(), body::abort));
    } catch (SdkException e) {
      if (Missing.isObject(e)) {
        return Optional.empty();
      }
      if (e instanceof S3Exception refused && refused.statusCode() == AFTER_THE_END) {
        return Optional.of(InputStream.nullInputStream());
      }
      throw AwsCall.unavailable(asked("GET", key), e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
    return AwsCall.ask(
        asked("LIST", prefix),
        () ->
            s3
                .listObjectsV2(r ->
                    r.bucket(bucket).prefix(prefix).startAfter(after.orElse(null)).maxKeys(limit))
                .contents()
                .stream()
                .map(o -> new StoredObject(o.key(), o.size(), Optional.empty(), o.lastModified()))
                .toList());
  }

  @Override
  public void delete(String key) {
    try {
      s3.deleteObject(r -> r.bucket(bucket).key(key));
    } catch (SdkException e) {
      if (!Missing.isObject(e)) {
        throw AwsCall.unavailable(asked("DELETE", key), e);
      }
    }
  }

  @Override
  public void delete(List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    String asked = asked("DELETE", keys.getFirst()) + " and " + (keys.size() - 1) + " more";
    DeleteObjectsResponse answer =
        AwsCall.ask(
            asked,
            () ->
                s3.deleteObjects(
                    r -> r.bucket(bucket).delete(d -> d.objects(objects).quiet(true))));
    Optional<S3Error> first =
        answer.errors().stream().filter(error -> !Missing.isObject(error)).findFirst();
    if (first.isPresent()) {
      throw new StoreUnavailable(asked + ": " + first.get().key() + ": " + first.get().code());
    }
  }

  /// @return the name of a call in messages
  String asked(String verb, String key) {
    return "S3 " + verb + " " + bucket + "/" + key;
  }
}
