package dev.tintype.s3;

import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.s3.S3EventReader.Notice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// The events of stores with S3's protocol: records of S3, as versitygw and MinIO send them, also
/// in an envelope of SNS, or SeaweedFS' own form.
final class StoreEvents implements StorageEvents {

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");

  private final S3EventReader records;
  private final String bucket;

  /// @param bucket the originals' bucket; events of other buckets are ignored
  /// @param region its region
  StoreEvents(String bucket, String region) {
    this.records = new S3EventReader(bucket, region);
    this.bucket = bucket;
  }

  @Override
  public List<String> arrivals(String body) {
    JsonObject event = S3EventReader.opened(Json.parse(body));
    if (S3EventReader.isEvent(event)) {
      return records.read(event).stream().flatMap(notice -> key(notice).stream()).toList();
    }
    if (!Quirks.isSeaweedEvent(event)) {
      throw new MalformedJson("this is neither a list of S3 records nor an event of SeaweedFS");
    }
    return Quirks.createdInSeaweed(event, bucket)
        .filter(key -> Keys.parseOriginal(key).isPresent())
        .stream()
        .toList();
  }

  private static Optional<String> key(Notice notice) {
    return switch (notice) {
      case Notice.Arrived(OriginalKey original) ->
          Optional.of(Keys.original(original.imageId(), original.sha256()));
      case Notice.Ignored(String why) -> {
        LOGGER.log(Level.DEBUG, () -> "event=s3.event_ignored detail=\"" + why + '"');
        yield Optional.empty();
      }
    };
  }
}
