package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class PostPolicyTest {

  private static final AwsSessionCredentials CREDENTIALS =
      AwsSessionCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret", "session");

  /// The example of AWS' documentation:
  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
  @Test
  void theSignatureIsThatOfThePublishedExample() {
    String policy =
        String.join(
            "\r\n",
            "{ \"expiration\": \"2015-12-30T12:00:00.000Z\",",
            "  \"conditions\": [",
            "    {\"bucket\": \"sigv4examplebucket\"},",
            "    [\"starts-with\", \"$key\", \"user/user1/\"],",
            "    {\"acl\": \"public-read\"},",
            "    {\"success_action_redirect\": \"http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html\"},",
            "    [\"starts-with\", \"$Content-Type\", \"image/\"],",
            "    {\"x-amz-meta-uuid\": \"14365123651274\"},",
            "    {\"x-amz-server-side-encryption\": \"AES256\"},",
            "    [\"starts-with\", \"$x-amz-meta-tag\", \"\"],",
            "",
            "    {\"x-amz-credential\": \"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request\"},",
            "    {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},",
            "    {\"x-amz-date\": \"20151229T000000Z\" }",
            "  ]",
            "}");
    String encoded = Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
    assertThat(
            PostPolicy.signature(
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20151229", "us-east-1", encoded))
        .isEqualTo("8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
  }

  @Test
  void everyFieldIsACondition() {
    Map<String, String> fields =
        new PostPolicy("bucket", "staging/x", "application/octet-stream", 1234)
            .fields(
                CREDENTIALS,
                "eu-central-1",
                Instant.parse("2026-11-23T10:00:00Z"),
                Duration.ofSeconds(90));
    JsonObject policy = Json.parse(Base64.getDecoder().decode(fields.get("policy")));
    assertThat(policy.text("expiration")).isEqualTo("2026-11-23T10:01:30.000Z");
    assertThat(policy.node().get("conditions"))
        .map(Object::toString)
        .containsExactly(
            "{\"bucket\":\"bucket\"}",
            "[\"eq\",\"$key\",\"staging/x\"]",
            "[\"eq\",\"$Content-Type\",\"application/octet-stream\"]",
            "[\"eq\",\"$x-amz-algorithm\",\"AWS4-HMAC-SHA256\"]",
            "[\"eq\",\"$x-amz-credential\",\"AKIAIOSFODNN7EXAMPLE/20261123/eu-central-1/s3/aws4_request\"]",
            "[\"eq\",\"$x-amz-date\",\"20261123T100000Z\"]",
            "[\"eq\",\"$x-amz-security-token\",\"session\"]",
            "[\"content-length-range\",1,1234]");
    assertThat(List.copyOf(fields.keySet())).last().isEqualTo("x-amz-signature");
  }
}
