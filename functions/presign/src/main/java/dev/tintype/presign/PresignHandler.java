package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tintype.aws.host.JsonLines;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiResponse;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// Answers every route of the API for an HTTP API of API Gateway, payload format 2.0.
///
/// Before a snapshot every class a request needs is loaded by an API of throwaway parts; what
/// answers requests is built only after the snapshot was restored, so that no clock, credential,
/// connection or random state lives through it.
public final class PresignHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, Resource {

  private final Settings settings;
  private final HttpEvents events;
  private volatile @Nullable Api api;

  /// Made once by Lambda.
  public PresignHandler() {
    this(Settings.ofProcess());
    JsonLines.install(System.out);
    Core.getGlobalContext().register(this);
  }

  PresignHandler(Settings settings) {
    this.settings = settings;
    this.events = new HttpEvents(settings.auth());
    if (!settings.snapStart()) {
      this.api = Wiring.api(settings);
    }
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return HttpEvents.response(answer(ready(), event));
  }

  private ApiResponse answer(Api live, APIGatewayV2HTTPEvent event) {
    return live.answer(events.request(event));
  }

  private synchronized Api ready() {
    Api live = api;
    if (live == null) {
      live = Wiring.api(settings);
      api = live;
    }
    return live;
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    Priming.run();
    api = null;
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    api = Wiring.api(settings);
  }

  /// @return what answers now, if it has been built
  Optional<Api> built() {
    return Optional.ofNullable(api);
  }
}
