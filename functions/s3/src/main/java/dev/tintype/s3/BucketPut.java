package dev.tintype.s3;

import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Stores a file under a key that has none. Safe for use by many threads.
final class BucketPut {

  private static final int TRIES = 8;

  private final S3Client s3;
  private final S3Storage storage;

  BucketPut(S3Client s3, S3Storage storage) {
    this.s3 = s3;
    this.storage = storage;
  }

  /// As [dev.tintype.core.port.Storage#put].
  ///
  /// @throws StoreUnavailable when it is unknown whether the file was stored
  PutResult put(String key, StoredFile file) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(storage.bucket())
            .key(key)
            .ifNoneMatch("*")
            .contentLength(file.bytes())
            .contentType(file.mediaType())
            .cacheControl(file.cacheControl())
            .checksumSHA256(file.sha256().base64())
            .metadata(storage.newMetadata(file))
            .build();
    for (int tries = 1; tries <= TRIES; tries++) {
      Optional<PutResult> result = tryPut(request, file);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new StoreUnavailable(asked(request) + ": other processes write and delete it; try again");
  }

  /// @return empty when another process writes or deletes the key at this moment
  private Optional<PutResult> tryPut(PutObjectRequest request, StoredFile file) {
    try {
      s3.putObject(request, RequestBody.fromFile(file.path()));
      return Optional.of(PutResult.STORED);
    } catch (S3Exception e) {
      return switch (e.statusCode()) {
        case 412 -> compared(request, file);
        case 409 -> Optional.empty();
        default -> throw storage.refused(asked(request), file, e);
      };
    } catch (SdkException e) {
      return Optional.of(unanswered(request, file, AwsCall.unavailable(asked(request), e)));
    }
  }

  /// A store may answer and close the connection before it has read the whole request. Then the SDK
  /// sees a failed transfer at every try, and never the answer. What is there now tells it.
  private PutResult unanswered(
      PutObjectRequest request, StoredFile file, StoreUnavailable failure) {
    Optional<PutResult> result;
    try {
      result = compared(request, file);
    } catch (StoreUnavailable e) {
      failure.addSuppressed(e);
      throw failure;
    }
    return result.orElseThrow(() -> failure);
  }

  /// @return empty when nothing is there
  private Optional<PutResult> compared(PutObjectRequest request, StoredFile file) {
    Optional<HeadObjectResponse> there = storage.ask(request.key());
    return there.map(
        found -> storage.compare(request.key(), request.metadata(), found, file.sha256()));
  }

  private String asked(PutObjectRequest request) {
    return storage.asked("PUT", request.key());
  }
}
