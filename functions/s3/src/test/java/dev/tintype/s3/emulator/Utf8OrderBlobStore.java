package dev.tintype.s3.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists keys in the order of their UTF-8 bytes, as S3 does. S3Proxy's stores order them by UTF-16
/// units, which differs beyond U+FFFF.
final class Utf8OrderBlobStore extends ForwardingBlobStore {

  private static final Comparator<String> BY_BYTES =
      Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  Utf8OrderBlobStore(BlobStore store) {
    super(store);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    String after = request.startAfter() == null ? "" : request.startAfter();
    int limit = request.maxKeys() == null ? 1000 : request.maxKeys();
    List<S3Object> found =
        all(request).stream()
            .filter(object -> BY_BYTES.compare(object.key(), after) > 0)
            .sorted(Comparator.comparing(S3Object::key, BY_BYTES))
            .toList();
    return ListObjectsV2Response.builder()
        .name(request.bucket())
        .prefix(request.prefix())
        .maxKeys(limit)
        .contents(found.subList(0, Math.min(limit, found.size())))
        .keyCount(Math.min(limit, found.size()))
        .isTruncated(found.size() > limit)
        .build();
  }

  private List<S3Object> all(ListObjectsV2Request request) {
    List<S3Object> all = new ArrayList<>();
    ListObjectsV2Request page =
        ListObjectsV2Request.builder().bucket(request.bucket()).prefix(request.prefix()).build();
    while (true) {
      ListObjectsV2Response answer = delegate().list(page);
      all.addAll(answer.contents());
      if (!Boolean.TRUE.equals(answer.isTruncated())) {
        return all;
      }
      page = page.toBuilder().continuationToken(answer.nextContinuationToken()).build();
    }
  }
}
