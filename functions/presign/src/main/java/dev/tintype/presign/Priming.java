package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tintype.aws.host.PrimingStack;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/// Runs typical requests once through a throwaway API.
final class Priming {

  private static final String UPLOAD =
      """
      {"contentType":"image/jpeg","bytes":1,"sha256":"%s"}\
      """
          .formatted("0".repeat(64));

  private Priming() {}

  static void run() {
    Api api = Wiring.api(PrimingStack.SETTINGS, PrimingStack.clients());
    api.answer(request("GET", "/recipes", ""));
    api.answer(request("POST", "/images", UPLOAD));
    api.answer(request("GET", "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV", ""));
    HttpEvents.response(api.answer(request("GET", "/nowhere", "")));
    APIGatewayV2HTTPEvent.builder().build();
  }

  private static ApiRequest request(String method, String path, String body) {
    return new ApiRequest(
        method,
        path,
        Map.of(),
        Map.of("content-type", "application/json"),
        body,
        Optional.of(new Caller("priming", EnumSet.allOf(Scope.class))));
  }
}
