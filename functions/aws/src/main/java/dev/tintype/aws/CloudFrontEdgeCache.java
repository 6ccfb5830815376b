package dev.tintype.aws;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.EdgeCache;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Makes a CloudFront distribution forget a folder. Asking again within a minute is the same
/// invalidation, since its reference is made of prefix and minute. Safe for use by many threads.
/// API: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
public final class CloudFrontEdgeCache implements EdgeCache {

  /// CloudFront is one service for the whole world, which signs as this region.
  private static final String REGION = "us-east-1";

  private final SignedHttp http;
  private final SignedHttp.Target target;
  private final InstantSource clock;

  /// @param http makes the calls
  /// @param endpoint where the service is, `https://cloudfront.amazonaws.com`
  /// @param distribution the distribution's id
  /// @param clock tells the minute
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
