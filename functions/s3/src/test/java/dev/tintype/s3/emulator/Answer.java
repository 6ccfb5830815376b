package dev.tintype.s3.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a store answers.
record Answer(int status, Map<String, String> headers, byte[] body) {
  static Answer of(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  static Answer error(int status, String code) {
    return xml(status, "<Error><Code>" + code + "</Code></Error>");
  }

  static Answer xml(int status, String text) {
    return new Answer(
        status, Map.of("content-type", "application/xml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
