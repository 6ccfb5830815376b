package dev.tintype.aws;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/// What AWS says about the account and about a stack. Safe for use by many threads.
public final class AccountFacts {

  private static final int MOST_EXECUTIONS = 10_000_000;

  private final SignedHttp http;
  private final SignedHttp.Target limits;
  private final SignedHttp.Target stacks;

  /// @param http makes the calls; its timeouts limit each of them
  /// @param region the region of the stack
  /// @param lambda the URL of Lambda
  /// @param cloudFormation the URL of CloudFormation
  public AccountFacts(SignedHttp http, String region, URI lambda, URI cloudFormation) {
    this.http = http;
    this.limits =
        new SignedHttp.Target("lambda", region, lambda.resolve("/2016-08-19/account-settings"));
    this.stacks = new SignedHttp.Target("cloudformation", region, cloudFormation.resolve("/"));
  }

  /// Asks for the executions that functions without reserved concurrency share. API:
  /// https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
  ///
  /// @return how many executions they may use at the same time
  /// @throws StoreUnavailable when Lambda does not say
  public int sharedExecutions() {
    SignedHttp.Exchange answer = http.exchange(SdkHttpMethod.GET, limits, Map.of(), new byte[0]);
    if (!answer.isSuccess()) {
      throw new StoreUnavailable("GetAccountSettings: " + answer.status() + " " + answer.text());
    }
    try {
      return Json.parse(answer.body())
          .object("AccountLimit")
          .int32("UnreservedConcurrentExecutions", 0, MOST_EXECUTIONS);
    } catch (MalformedJson e) {
      throw new StoreUnavailable("GetAccountSettings: " + e.getMessage(), e);
    }
  }

  /// API: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
  ///
  /// @param stack its name or id
  /// @return its status, such as `UPDATE_ROLLBACK_IN_PROGRESS`
  /// @throws StoreUnavailable when CloudFormation does not say
  public String stackStatus(String stack) {
    String form =
        "Action=DescribeStacks&Version=2010-05-15&StackName="
            + URLEncoder.encode(stack, StandardCharsets.UTF_8);
    String answer =
        http.post(
            stacks,
            Map.of("content-type", "application/x-www-form-urlencoded"),
            form.getBytes(StandardCharsets.UTF_8));
    return XmlAnswer.first("StackStatus", answer)
        .orElseThrow(() -> new StoreUnavailable("DescribeStacks: an answer without a status"));
  }
}
