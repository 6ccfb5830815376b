package dev.tintype.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// A signed form that stores one object by POST. Unlike a presigned PUT, it can limit the length
/// without fixing it. The SDK cannot sign one.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
///
/// @param bucket the bucket
/// @param key the only key that the form may store
/// @param mediaType the only content type
/// @param mostBytes the maximum length in bytes; the minimum is one
record PostPolicy(String bucket, String key, String mediaType, long mostBytes) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXPIRATION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.000Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  /// @param region the bucket's region
  /// @return the fields of the form, in their order; the file follows them
  Map<String, String> fields(
      AwsCredentials credentials, String region, Instant now, Duration validFor) {
    String time = TIME.format(now);
    String date = time.substring(0, DATE_LENGTH);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("Content-Type", mediaType);
    fields.put("x-amz-algorithm", ALGORITHM);
    fields.put(
        "x-amz-credential",
        "%s/%s/%s/s3/aws4_request".formatted(credentials.accessKeyId(), date, region));
    fields.put("x-amz-date", time);
    if (credentials instanceof AwsSessionCredentials session) {
      fields.put("x-amz-security-token", session.sessionToken());
    }
    String policy =
        Base64.getEncoder().encodeToString(Json.bytes(document(fields, now.plus(validFor))));
    fields.put("policy", policy);
    fields.put("x-amz-signature", signature(credentials.secretAccessKey(), date, region, policy));
    return fields;
  }

  /// Every field is a condition, so a form with another value is refused.
  private ObjectNode document(Map<String, String> fields, Instant expiration) {
    ObjectNode document = Json.object().put("expiration", EXPIRATION.format(expiration));
    ArrayNode conditions = document.putArray("conditions");
    conditions.addObject().put("bucket", bucket);
    fields.forEach((name, value) -> conditions.addArray().add("eq").add("$" + name).add(value));
    conditions.addArray().add("content-length-range").add(1).add(mostBytes);
    return document;
  }

  /// @param date as `yyyyMMdd`
  /// @param policy the document in Base64
  /// @return hex
  static String signature(String secretKey, String date, String region, String policy) {
    byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {date, region, "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, policy));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
