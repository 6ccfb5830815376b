package dev.tintype.renderfunction;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A form with fields and one file, as `multipart/form-data`
/// (https://www.rfc-editor.org/rfc/rfc7578). The file is the given files, one after the other, read
/// from disk while it is sent.
final class UploadForm {

  private final Map<String, String> fields;
  private final String boundary = "tintype-" + UUID.randomUUID();

  UploadForm(Map<String, String> fields) {
    this.fields = fields;
  }

  /// @return the content type of the request
  String mediaType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /// @return a body whose length is known
  /// @throws IOException when a file is missing
  BodyPublisher publisher(List<Path> files) throws IOException {
    List<BodyPublisher> parts = new ArrayList<>();
    parts.add(text(head()));
    for (Path file : files) {
      parts.add(BodyPublishers.ofFile(file));
    }
    parts.add(text("\r\n--" + boundary + "--\r\n"));
    return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
  }

  private String head() {
    StringBuilder head = new StringBuilder();
    fields.forEach((name, value) -> head.append(part(name, "")).append(value).append("\r\n"));
    return head.append(
            part("file", "; filename=\"archive\"\r\nContent-Type: application/octet-stream"))
        .toString();
  }

  private String part(String name, String more) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
        .formatted(boundary, name, more);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8));
  }
}
