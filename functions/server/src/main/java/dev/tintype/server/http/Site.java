package dev.tintype.server.http;

import dev.tintype.core.api.Api;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageEvents;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What is served.
///
/// @param api the API's routes
/// @param monitoring the role, the numbers, whether the server is ready, and whose tokens are valid
/// @param direct uploads and downloads through this server, where the storage wants them
/// @param events reads what the storage says, where it may call the server
/// @param originals where uploads go
/// @param variants the public files
/// @param arrived told of each stored original
/// @param describe answers how an image stands, for event streams
/// @param jobs lists images, for event streams
/// @param pages which pages may use it, and from where
/// @param proxies whose word on a client's address is believed, as addresses or ranges
/// @param clock the time
public record Site(
    Api api,
    Monitoring monitoring,
    Optional<DirectUploads> direct,
    Optional<StorageEvents> events,
    Storage originals,
    Storage variants,
    OriginalArrived arrived,
    Describe describe,
    JobStore jobs,
    Pages pages,
    List<String> proxies,
    InstantSource clock) {

  /// Copies the list.
  public Site {
    proxies = List.copyOf(proxies);
  }

  /// Which pages in browsers may use the server.
  ///
  /// @param origins of other sites, such as `https://shop.example`; `*` alone for all of them
  /// @param files where viewers find the public files, unless that is the server itself
  /// @param uploads scheme, host and port that uploads go to, unless that is the server itself
  public record Pages(List<String> origins, Optional<URI> files, Optional<URI> uploads) {
    /// Copies the list.
    public Pages {
      origins = List.copyOf(origins);
    }
  }
}
