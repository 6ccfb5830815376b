package dev.tintype.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The canary with a platform, and a CloudFormation, on local servers.
abstract class CanaryRig {

  static final Duration MINUTES = Duration.ofMinutes(6);
  static final Instant BEGAN = Instant.parse("2026-11-23T10:00:00Z");

  final FakePlatform platform = new FakePlatform();
  final TestClock clock = new TestClock(BEGAN);
  final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  final List<String> answers = new CopyOnWriteArrayList<>();
  final Map<String, String> environment = new HashMap<>();
  final HttpServer cloudFormation;
  volatile int refusals;
  volatile long slow;

  CanaryRig() throws IOException {
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL", platform.url().toString());
    environment.put("TINTYPE_AUTH", "IAM");
    environment.put("TINTYPE_STACK", "shop");
    environment.put("TINTYPE_API_URL", platform.url().toString());
    environment.put("TINTYPE_API_FUNCTION", "presign:live");
    environment.put("TINTYPE_SWEEP_FUNCTION", "sweep:live");
    environment.put("TINTYPE_PROCESS_FUNCTION", "process:live");
    environment.put("TINTYPE_RENDER_FUNCTION", "render");
    environment.put("TINTYPE_PUBLIC_URL", platform.url() + "/public");
    cloudFormation =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloudFormation.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    cloudFormation.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Thread.sleep(slow);
            // S3 refuses a content type that was not signed.
            boolean isRefused =
                refusals-- > 0 || exchange.getRequestHeaders().containsKey("content-type");
            if (!isRefused) {
              answers.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(isRefused ? 503 : 200, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    cloudFormation.start();
  }

  @AfterEach
  void stop() {
    platform.close();
    cloudFormation.stop(0);
  }

  CanaryHandler handler() {
    Settings settings = new Settings(environment);
    Clients clients =
        new Clients(
            settings,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Duration.ofSeconds(20));
    FlowContext context = new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
    PrintStream out = new PrintStream(metrics, true, StandardCharsets.UTF_8);
    return new CanaryHandler(
        Wiring.check(settings, clients, context, clock::advance, out),
        new ResponseUrl(new Web(Duration.ofSeconds(1))));
  }

  static Context remaining(Duration time) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("getRemainingTimeInMillis");
              return Math.toIntExact(time.toMillis());
            });
  }

  boolean handle(ObjectNode event, Duration time) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler().handleRequest(new ByteArrayInputStream(Json.bytes(event)), output, remaining(time));
    return Json.parse(output.toByteArray()).bool("ready");
  }

  boolean hourly() throws IOException {
    return handle(Json.object().put("detail-type", "Scheduled Event"), MINUTES);
  }

  ObjectNode request(String type) {
    ObjectNode event =
        Json.object()
            .put("RequestType", type)
            .put(
                "ResponseURL", "http://127.0.0.1:" + cloudFormation.getAddress().getPort() + "/a?b")
            .put("StackId", "arn:aws:cloudformation:us-east-1:1:stack/shop/x")
            .put("RequestId", "request-1")
            .put("LogicalResourceId", "Canary");
    event.putObject("ResourceProperties").put("MaxConcurrency", "3");
    return event;
  }

  JsonObject answer() {
    assertThat(answers).hasSize(1);
    return Json.parse(answers.getFirst());
  }

  String failure(String type) throws IOException {
    assertThat(handle(request(type), MINUTES)).isFalse();
    assertThat(answer().text("Status")).isEqualTo("FAILED");
    assertThat(answer().text("RequestId")).isEqualTo("request-1");
    assertThat(answers.getFirst().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
    return answer().text("Reason");
  }

  String metrics() {
    return metrics.toString(StandardCharsets.UTF_8);
  }
}
