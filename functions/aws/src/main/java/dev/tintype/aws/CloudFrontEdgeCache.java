package dev.tintype.aws;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Invalidates folders of a CloudFront distribution, several with one request. CloudFront works on
/// at most 15 paths with a wildcard at a time, and charges each path
/// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html). A second
/// request for the same folders within a minute is the same invalidation, because its reference
/// consists of folders and minute. Safe for use by many threads. API:
/// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
public final class CloudFrontEdgeCache implements EdgeCache {

  /// CloudFront is a global service, and its requests are signed for this region.
  private static final String REGION = "us-east-1";

  /// How long to wait when too many invalidations are in progress: a little less than the time
  /// until the next sweep.
  private static final Duration BUSY = Duration.ofSeconds(45);

  private static final Map<String, String> HEADERS = Map.of("content-type", "application/xml");

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
  public Answer forget(List<String> prefixes) {
    try {
      SignedHttp.Exchange answer =
          http.exchange(target, HEADERS, body(prefixes).getBytes(StandardCharsets.UTF_8));
      return answer.isSuccess() ? new Answer.Accepted() : refused(answer);
    } catch (StoreUnavailable e) {
      return new Answer.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private static Answer refused(SignedHttp.Exchange answer) {
    Optional<String> code = XmlAnswer.code(answer.text());
    String why = "CloudFront: " + answer.status() + " " + code.orElse("without an error code");
    return switch (code.orElse("")) {
      case "TooManyInvalidationsInProgress", "Throttling", "ThrottlingException" ->
          new Answer.Busy(BUSY, why);
      case "InvalidArgument", "BatchTooLarge", "InconsistentQuantities" -> new Answer.Rejected(why);
      // Wrong permissions and a missing distribution are here as well: an operator can correct
      // them.
      default -> new Answer.Unavailable(why);
    };
  }

  private String body(List<String> prefixes) {
    StringBuilder paths = new StringBuilder();
    for (String prefix : prefixes) {
      paths.append("<Path>/").append(escaped(prefix)).append("*</Path>");
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">"
        + "<CallerReference>"
        + reference(prefixes)
        + "</CallerReference><Paths><Items>"
        + paths
        + "</Items><Quantity>"
        + prefixes.size()
        + "</Quantity></Paths></InvalidationBatch>";
  }

  private String reference(List<String> prefixes) {
    String minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).toString();
    return Sha256.of(String.join(" ", prefixes) + minute).hex().substring(0, 32);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
