package dev.tintype.core.lines;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// Metrics as log lines in CloudWatch's embedded metric format, which needs no API call:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
///
/// The stack is the only dimension, so the number of metrics stays small.
public final class Metrics {

  /// The namespace of every metric.
  public static final String NAMESPACE = "Tintype";

  private final PrintStream out;
  private final InstantSource clock;
  private final String stack;

  /// @param out the output
  /// @param stack the value of the dimension
  public Metrics(PrintStream out, InstantSource clock, String stack) {
    this.out = out;
    this.clock = clock;
    this.stack = stack;
  }

  /// One measured value.
  ///
  /// @param unit CloudWatch's unit, such as `Count`, `Milliseconds`, `Seconds`, `Bytes`
  /// @param value the value
  public record Measured(String unit, long value) {

    /// A count.
    public static Measured count(long value) {
      return new Measured("Count", value);
    }

    /// A duration.
    public static Measured seconds(long value) {
      return new Measured("Seconds", value);
    }
  }

  /// Writes the values of one moment.
  ///
  /// @param values by metric name
  /// @param fields additional searchable fields of the line; not metrics
  public void put(Map<String, Measured> values, Map<String, String> fields) {
    ObjectNode json = Json.object();
    ObjectNode aws = json.putObject("_aws").put("Timestamp", clock.millis());
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    directive.putArray("Dimensions").addArray().add("Stack");
    ArrayNode metrics = directive.putArray("Metrics");
    json.put("Stack", stack);
    new TreeMap<>(values)
        .forEach((name, measured) -> {
          metrics.addObject().put("Name", name).put("Unit", measured.unit());
          json.put(name, measured.value());
        });
    fields.forEach(json::put);
    out.println(Json.write(json));
  }
}
