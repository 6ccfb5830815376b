package dev.tintype.aws;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.EdgeCache;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Invalidates a folder of a CloudFront distribution. A second call within a minute is the same
/// invalidation, because its reference consists of prefix and minute. Safe for use by many threads.
/// API: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
public final class CloudFrontEdgeCache implements EdgeCache {

  /// CloudFront is a global service, and its requests are signed for this region.
  private static final String REGION = "us-east-1";

  private final SignedHttp http;
  private final SignedHttp.Target target;
  private final InstantSource clock;

  /// @param http makes the calls
  /// @param endpoint the service's URL, `https://cloudfront.amazonaws.com`
  /// @param distribution the distribution's id
  /// @param clock supplies the minute
  public CloudFrontEdgeCache(
      SignedHttp http, URI endpoint, String distribution, InstantSource clock) {
    this.http = http;
    this.target =
        new SignedHttp.Target(
            "cloudfront",
            REGION,
            endpoint.resolve("/2020-05-31/distribution/" + distribution + "/invalidation"));
    this.clock = clock;
  }

  @Override
  public void forget(String prefix) {
    String reference =
        Sha256.of(prefix + clock.instant().truncatedTo(ChronoUnit.MINUTES)).hex().substring(0, 32);
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">"
            + "<CallerReference>"
            + reference
            + "</CallerReference><Paths><Items><Path>/"
            + escaped(prefix)
            + "*</Path></Items><Quantity>1</Quantity></Paths></InvalidationBatch>";
    http.post(
        target, Map.of("content-type", "application/xml"), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
