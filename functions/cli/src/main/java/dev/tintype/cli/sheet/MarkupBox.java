package dev.tintype.cli.sheet;

import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.api.Html;
import dev.tintype.core.api.PictureMarkup;
import dev.tintype.core.api.PublicUrls;
import java.util.Map;
import java.util.stream.Collectors;

/// The markup of one version, to copy. Its options need the script of the page; without it, the
/// markup of the whole picture is there to copy.
///
/// @param manifest the version's manifest
record MarkupBox(Manifest manifest) {

  String html() {
    Map<String, String> byCrop =
        PictureMarkup.byCrop(manifest, PublicUrls::encoded, manifest.imageId().value());
    return """
    <details class="markup"><summary>Markup</summary>
    <div class="options" hidden>
    <label>Description <input name="alt" maxlength="5000" value="%s"></label>
    <label>Display width <input name="sizes" maxlength="1000" value="100vw"></label>
    %s<label>Loading <select name="loading"><option>lazy</option><option>eager</option></select></label>
    <label>Priority <select name="fetchpriority"><option>auto</option><option>high</option><option>low</option></select></label>
    <label>Fit into its container <input type="checkbox" name="style"></label>
    %s<button type="button">Copy</button> <span role="status"></span>
    </div>
    <pre><code>%s</code></pre>
    %s</details>
    """
        .formatted(
            Html.text(manifest.imageId().value()),
            crops(byCrop),
            placeholder(),
            Html.text(byCrop.getOrDefault("", "")),
            templates(byCrop));
  }

  private static String crops(Map<String, String> byCrop) {
    return byCrop.size() == 1
        ? ""
        : byCrop.keySet().stream()
            .map(MarkupBox::crop)
            .collect(
                Collectors.joining(
                    "", "<label>Crop <select name=\"crop\">", "</select></label>\n"));
  }

  private static String crop(String name) {
    return "<option value=\"%1$s\">%2$s</option>"
        .formatted(Html.text(name), name.isEmpty() ? "none" : Html.text(name));
  }

  /// A colour is offered if it cannot show through the picture. A size with padding may be
  /// transparent, and the manifest does not say so.
  private String placeholder() {
    boolean isOpaque =
        !manifest.original().alpha()
            && manifest.variants().stream().map(Variant::size).anyMatch(size -> size.isWidth());
    return isOpaque
        ? "<label>Colour until it is loaded <input type=\"checkbox\" name=\"placeholder\" value=\"%s\"></label>\n"
            .formatted(Html.text(manifest.dominantColor()))
        : "";
  }

  private static String templates(Map<String, String> byCrop) {
    return byCrop.entrySet().stream()
        .map(each ->
            "<template data-crop=\"%s\">%s</template>\n"
                .formatted(Html.text(each.getKey()), each.getValue()))
        .collect(Collectors.joining());
  }
}
