package dev.tintype.core.port;

import dev.tintype.core.ImageJob.Original;
import java.time.Instant;
import java.util.Map;

/// Uploads and downloads of originals through this server, for storages that clients do not reach
/// themselves. The URLs are signed by the storage's [UploadSigner]. Safe for use by many threads.
public interface DirectUploads {

  /// Checks a request to `/upload/{key}`: signature, expiry, and that method, `content-length`,
  /// `content-type` and `if-none-match` are those that were signed. [UploadSink] checks the digest.
  Verdict<PermittedUpload> upload(SignedRequest request);

  /// Checks a request to `/download/{key}`: signature, method and expiry.
  Verdict<PermittedDownload> download(SignedRequest request);

  /// Begins to receive a permitted upload.
  ///
  /// @return the sink of its bytes, to be closed by the caller
  /// @throws IllegalArgumentException when no object may have this key
  /// @throws StorageFull when there is no room for what was declared; nothing is left
  /// @throws StoreUnavailable when the storage cannot be written; nothing is left
  UploadSink receive(PermittedUpload upload);

  /// A request as it came.
  ///
  /// @param method such as `PUT`
  /// @param key the decoded path behind `/upload/` or `/download/`
  /// @param query decoded parameters by name
  /// @param headers by name in lower case
  record SignedRequest(
      String method, String key, Map<String, String> query, Map<String, String> headers) {
    /// Copies the maps.
    public SignedRequest {
      query = Map.copyOf(query);
      headers = Map.copyOf(headers);
    }

    /// @return the parameter's value; empty when it is not there
    public String parameter(String name) {
      return query.getOrDefault(name, "");
    }
  }

  /// What may be uploaded, and where to.
  ///
  /// @param key where it is to be stored
  /// @param original what it must be
  record PermittedUpload(String key, Original original) {}

  /// What may be downloaded.
  ///
  /// @param key where it is stored
  /// @param fileName what a browser should call it
  record PermittedDownload(String key, String fileName) {}

  /// What a check found.
  ///
  /// @param <T> what is permitted
  sealed interface Verdict<T> {
    /// It is permitted.
    ///
    /// @param permitted what
    record Valid<T>(T permitted) implements Verdict<T> {}

    /// It was permitted, until an instant.
    ///
    /// @param at the instant
    record Expired<T>(Instant at) implements Verdict<T> {}

    /// It was never permitted.
    ///
    /// @param what the name of the header that is not as signed; `signature` when the URL itself is
    ///   not
    record Tampered<T>(String what) implements Verdict<T> {}
  }
}
