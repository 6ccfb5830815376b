package dev.tintype.canary;

import dev.tintype.aws.HttpApi.Answer;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Map;

/// The API, reached in one of two ways.
@FunctionalInterface
interface ImageApi {

  /// @param method `GET`, `POST` or `DELETE`
  /// @param path begins with a slash
  /// @param headers besides the content type
  /// @param body JSON; empty for none
  /// @throws StoreUnavailable when there is no answer
  Answer call(String method, String path, Map<String, String> headers, String body);
}
