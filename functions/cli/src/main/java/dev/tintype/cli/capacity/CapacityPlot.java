package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.AwsBill.Line;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A [Capacity] as a picture of three bar charts: disk, workers by images an hour, and dollars.
public final class CapacityPlot {

  private static final int WIDTH = 900;
  private static final int NAME_WIDTH = 430;
  private static final int BAR_WIDTH = 330;
  private static final int ROW = 22;

  /// Parts of the images an hour for which workers are shown, in halves.
  private static final int RATES = 4;

  private final Capacity capacity;
  private final StringBuilder body = new StringBuilder();
  private int y = 30;

  public CapacityPlot(Capacity capacity) {
    this.capacity = capacity;
  }

  /// A bar.
  ///
  /// @param label its value, for people
  private record Bar(String name, double value, String label) {}

  /// @return an SVG document
  public String svg() {
    Demand demand = capacity.demand();
    text(
        20,
        "%s under the recipe %s"
            .formatted(HumanText.count(demand.images(), "image"), demand.recipe().name()),
        "font-weight=\"bold\" font-size=\"16\"");
    text(20, "estimated from " + capacity.sample().origin(), "fill=\"#555555\"");
    chart("Disk", disk());
    chart("Workers, each with a processor", workers());
    chart("On AWS once, USD", capacity.once().stream().map(CapacityPlot::dollars).toList());
    chart(
        "On AWS each month, USD", capacity.monthly().stream().map(CapacityPlot::dollars).toList());
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
    font-family="sans-serif" font-size="13">
    <rect width="100%%" height="100%%" fill="#ffffff"/>
    %3$s</svg>
    """
        .formatted(WIDTH, y, body);
  }

  private List<Bar> disk() {
    List<Bar> bars = new ArrayList<>();
    bars.add(bytes("originals", capacity.originalBytes()));
    capacity.variantBytes().ifPresent(sum -> bars.add(bytes("variants", sum)));
    capacity.diskBytes().ifPresent(sum -> bars.add(bytes("with room to change a recipe", sum)));
    return bars;
  }

  private static Bar bytes(String name, double bytes) {
    return new Bar(name, bytes, HumanText.bytes(Math.round(bytes)));
  }

  /// Half to twice the rate that somebody asks for, else as many as up to four processors make.
  private List<Bar> workers() {
    Optional<Double> most = capacity.perProcessorHour();
    if (most.isEmpty()) {
      return List.of();
    }
    double rate = capacity.demand().perHour().orElse(2 * most.get());
    List<Bar> bars = new ArrayList<>();
    for (int half = 1; half <= RATES; half++) {
      double wanted = rate * half / 2;
      double workers = Math.ceil(wanted / most.get());
      bars.add(
          new Bar(
              String.format(Locale.ROOT, "%,.0f images an hour", wanted),
              workers,
              String.format(Locale.ROOT, "%.0f", workers)));
    }
    return bars;
  }

  private static Bar dollars(Line line) {
    return new Bar(line.name(), line.usd(), String.format(Locale.ROOT, "%,.2f", line.usd()));
  }

  private void chart(String title, List<Bar> bars) {
    y += ROW / 2;
    text(20, title, "font-weight=\"bold\"");
    if (bars.isEmpty()) {
      text(20, "unknown", "fill=\"#555555\"");
    }
    double longest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    for (Bar bar : bars) {
      double width = longest > 0 ? BAR_WIDTH * bar.value() / longest : 0;
      body.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4477aa\"/>%n",
              NAME_WIDTH,
              y - ROW / 2,
              Math.max(1, width),
              ROW / 2 + 3));
      int end = NAME_WIDTH + (int) Math.ceil(width) + 8;
      body.append(element(end, bar.label(), ""));
      text(20, bar.name(), "");
    }
  }

  private void text(int x, String text, String style) {
    body.append(element(x, text, style));
    y += ROW;
  }

  private String element(int x, String text, String style) {
    String escaped =
        HumanText.printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
        .formatted(x, y, style.isEmpty() ? "" : " " + style, escaped);
  }
}
