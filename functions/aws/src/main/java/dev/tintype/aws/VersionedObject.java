package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// One small object of a versioned S3 bucket, with its older versions. It is only read. Safe for
/// use by many threads.
public final class VersionedObject {

  private static final int NOT_MODIFIED = 304;
  private static final String NO_OBJECT = "NoSuchKey";
  private static final String NO_VERSION = "NoSuchVersion";

  /// S3 counts whole seconds. Of two versions of the same second, the one with content comes first.
  private static final Comparator<Listed> NEWEST_FIRST =
      Comparator.comparing(Listed::isLatest)
          .thenComparing(Listed::modified)
          .reversed()
          .thenComparing(listed -> listed.version().tag().isEmpty());

  private final S3Client s3;
  private final Place place;
  private final int mostBytes;

  /// @param s3 the client
  /// @param place the bucket and the key
  /// @param mostBytes the longest object that is read
  public VersionedObject(S3Client s3, Place place, int mostBytes) {
    this.s3 = s3;
    this.place = place;
    this.mostBytes = mostBytes;
  }

  /// Where the object is.
  ///
  /// @param bucket the bucket's name
  /// @param key the object's key
  public record Place(String bucket, String key) {}

  /// What is stored as one version.
  public sealed interface Stored {
    /// The whole object.
    ///
    /// @param tag its entity tag; equal content has equal tags
    /// @param bytes its content
    record Content(String tag, byte[] bytes) implements Stored {}

    /// An object that is too long to be read.
    ///
    /// @param tag its entity tag
    /// @param mostBytes the longest object that would be read
    record TooLong(String tag, int mostBytes) implements Stored {}

    /// There is no object.
    record Nothing() implements Stored {}
  }

  /// One version in the list of versions.
  ///
  /// @param id its name
  /// @param tag its entity tag; absent when the object was deleted
  public record Version(String id, Optional<String> tag) {}

  /// The newest versions.
  ///
  /// @param versions the newest one first
  /// @param hasMore whether there are older versions
  public record History(List<Version> versions, boolean hasMore) {}

  private record Listed(boolean isLatest, Instant modified, Version version) {
    static Listed of(ObjectVersion entry) {
      Version version = new Version(entry.versionId(), Optional.of(entry.eTag()));
      return new Listed(Boolean.TRUE.equals(entry.isLatest()), entry.lastModified(), version);
    }

    static Listed of(DeleteMarkerEntry entry) {
      Version version = new Version(entry.versionId(), Optional.empty());
      return new Listed(Boolean.TRUE.equals(entry.isLatest()), entry.lastModified(), version);
    }
  }

  /// Reads the newest version, unless it is known.
  ///
  /// @param known the entity tag of the newest version when it was last read
  /// @param limit how long the call may take
  /// @return empty when the newest version has the known tag
  /// @throws StoreUnavailable when the bucket does not answer in time, does not exist, or may not
  ///   be read
  public Optional<Stored> newest(Optional<String> known, Duration limit) {
    GetObjectRequest.Builder request = request(limit);
    known.ifPresent(request::ifNoneMatch);
    try {
      return Optional.of(read(request.build()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_MODIFIED) {
        return Optional.empty();
      }
      if (is(NO_OBJECT, e)) {
        return Optional.of(new Stored.Nothing());
      }
      throw AwsCall.unavailable(asked("GET"), e);
    } catch (SdkException e) {
      throw AwsCall.unavailable(asked("GET"), e);
    }
  }

  /// Reads one version.
  ///
  /// @param limit how long the call may take
  /// @return empty when the version has been removed for good
  /// @throws StoreUnavailable as [#newest]
  public Optional<Stored> version(Version version, Duration limit) {
    if (version.tag().isEmpty()) {
      return Optional.of(new Stored.Nothing());
    }
    try {
      return Optional.of(read(request(limit).versionId(version.id()).build()));
    } catch (S3Exception e) {
      if (is(NO_VERSION, e)) {
        return Optional.empty();
      }
      throw AwsCall.unavailable(asked("GET version of"), e);
    } catch (SdkException e) {
      throw AwsCall.unavailable(asked("GET version of"), e);
    }
  }

  /// A missing bucket answers 404 too. It means that nothing is known about the object.
  private static boolean is(String code, S3Exception e) {
    return AwsCall.errorCode(e).filter(code::equals).isPresent();
  }

  private GetObjectRequest.Builder request(Duration limit) {
    return GetObjectRequest.builder()
        .bucket(place.bucket())
        .key(place.key())
        .overrideConfiguration(c -> limit(c, limit));
  }

  private static void limit(AwsRequestOverrideConfiguration.Builder call, Duration limit) {
    call.apiCallTimeout(limit).apiCallAttemptTimeout(limit);
  }

  private Stored read(GetObjectRequest request) {
    return s3.getObject(request, this::stored);
  }

  private Stored stored(GetObjectResponse head, AbortableInputStream body) throws IOException {
    long declared = Optional.ofNullable(head.contentLength()).orElse(0L);
    byte[] bytes = declared > mostBytes ? new byte[0] : body.readNBytes(mostBytes + 1);
    if (declared > mostBytes || bytes.length > mostBytes) {
      body.abort();
      return new Stored.TooLong(head.eTag(), mostBytes);
    }
    if (bytes.length < declared) {
      throw RetryableException.create(
          "the connection ended after " + bytes.length + " of " + declared + " bytes");
    }
    return new Stored.Content(head.eTag(), bytes);
  }

  /// Lists the newest versions.
  ///
  /// @param most how many, at least 1
  /// @param limit how long the call may take
  /// @throws StoreUnavailable as [#newest]
  public History history(int most, Duration limit) {
    ListObjectVersionsResponse page =
        AwsCall.ask(
            asked("LIST versions of"),
            () ->
                s3.listObjectVersions(r ->
                    r.bucket(place.bucket())
                        .prefix(place.key())
                        .maxKeys(most)
                        .overrideConfiguration(c -> limit(c, limit))));
    // Keys that are longer than this one come after it.
    boolean hasMore =
        Boolean.TRUE.equals(page.isTruncated()) && place.key().equals(page.nextKeyMarker());
    return new History(listed(page).sorted(NEWEST_FIRST).map(Listed::version).toList(), hasMore);
  }

  private Stream<Listed> listed(ListObjectVersionsResponse page) {
    String key = place.key();
    return Stream.concat(
        page.versions().stream().filter(entry -> key.equals(entry.key())).map(Listed::of),
        page.deleteMarkers().stream().filter(entry -> key.equals(entry.key())).map(Listed::of));
  }

  private String asked(String verb) {
    return "S3 " + verb + " " + place.bucket() + "/" + place.key();
  }
}
