package dev.tintype.s3;

import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Copies inside a bucket: the bytes do not leave the store. The digest that the store computed
/// when it took the source stands for hashing it, and the store hashes what it copies once more.
///
/// Safe for use by many threads.
final class BucketCopy {

  private static final int TRIES = 8;

  private final S3Client s3;
  private final S3Storage storage;

  BucketCopy(S3Client s3, S3Storage storage) {
    this.s3 = s3;
    this.storage = storage;
  }

  /// As [dev.tintype.core.port.Storage#copy].
  ///
  /// @return absent when the store cannot say what the source is, or does not copy it; then nothing
  ///   was stored
  /// @throws StoreUnavailable when it is unknown whether the copy was stored
  Optional<CopyResult> copy(String from, String to, StoredFile file, BooleanSupplier goOn) {
    Optional<HeadObjectResponse> source = storage.ask(from);
    if (source.isEmpty()) {
      return Optional.of(CopyResult.SOURCE_MISSING);
    }
    String digest = source.get().checksumSHA256();
    if (digest == null || S3Checksum.isOfParts(digest)) {
      return Optional.empty();
    }
    if (source.get().contentLength() != file.bytes() || !digest.equals(file.sha256().base64())) {
      return Optional.of(CopyResult.SOURCE_ALTERED);
    }
    return goOn.getAsBoolean()
        ? stored(request(from, source.get().eTag(), to, file), file)
        : Optional.of(CopyResult.STOPPED);
  }

  /// @param eTag the entity tag that the source must still have
  CopyObjectRequest request(String from, String eTag, String to, StoredFile file) {
    return CopyObjectRequest.builder()
        .sourceBucket(storage.bucket())
        .sourceKey(from)
        .copySourceIfMatch(eTag)
        .destinationBucket(storage.bucket())
        .destinationKey(to)
        .ifNoneMatch("*")
        .metadataDirective(MetadataDirective.REPLACE)
        .contentType(file.mediaType())
        .cacheControl(file.cacheControl())
        .metadata(storage.newMetadata(file))
        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
        .build();
  }

  private Optional<CopyResult> stored(CopyObjectRequest request, StoredFile file) {
    for (int tries = 1; tries <= TRIES; tries++) {
      try {
        return Optional.of(checked(request, s3.copyObject(request), file));
      } catch (S3Exception e) {
        // 409: another request writes or deletes the key at this moment.
        if (e.statusCode() != 409) {
          return refused(request, file, e);
        }
      } catch (SdkException e) {
        throw AwsCall.unavailable(asked(request), e);
      }
    }
    throw new StoreUnavailable(asked(request) + ": other processes write and delete it; try again");
  }

  private CopyResult checked(
      CopyObjectRequest request, CopyObjectResponse copied, StoredFile file) {
    String key = request.destinationKey();
    Optional<String> digest =
        Optional.ofNullable(copied.copyObjectResult())
            .map(CopyObjectResult::checksumSHA256)
            .or(() -> storage.ask(key).flatMap(head -> Optional.ofNullable(head.checksumSHA256())));
    return checked(key, digest, file);
  }

  /// A copy of other bytes is removed. Its metadata name this request, so it is no other's.
  private CopyResult checked(String key, Optional<String> digest, StoredFile file) {
    if (digest.filter(file.sha256().base64()::equals).isPresent()) {
      return CopyResult.STORED;
    }
    storage.delete(key);
    return CopyResult.SOURCE_ALTERED;
  }

  /// 412 says that there is something under the key of the copy, or that the source is another one
  /// by now. Whatever else the store refuses, reading and writing may still work.
  private Optional<CopyResult> refused(CopyObjectRequest request, StoredFile file, S3Exception e) {
    if (Quirks.isOutage(e.statusCode()) || Quirks.isFull(e)) {
      throw storage.refused(asked(request), file, e);
    }
    return e.statusCode() == 412
        ? storage.ask(request.destinationKey()).map(there -> compared(request, file, there))
        : Optional.empty();
  }

  /// What is there may be our own copy, whose answer was lost.
  private CopyResult compared(
      CopyObjectRequest request, StoredFile file, HeadObjectResponse there) {
    String key = request.destinationKey();
    PutResult result = storage.compare(key, request.metadata(), there, file.sha256());
    return result == PutResult.STORED
        ? checked(key, Optional.ofNullable(there.checksumSHA256()), file)
        : CopyResult.of(result);
  }

  private String asked(CopyObjectRequest request) {
    return storage.asked("COPY", request.destinationKey());
  }
}
