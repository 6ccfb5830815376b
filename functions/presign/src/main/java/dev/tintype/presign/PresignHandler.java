package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tintype.aws.host.Restorable;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.api.Api;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.lines.JsonLines;
import dev.tintype.core.recipe.RecipeBook;
import java.util.function.Supplier;
import org.crac.Core;

/// Answers every route of the API behind an API Gateway HTTP API, payload format 2.0.
public final class PresignHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final HttpEvents events;
  private final Restorable<Api> api;

  /// Called once by Lambda.
  public PresignHandler() {
    this(Settings.ofProcess());
    JsonLines.install(System.out);
    Core.getGlobalContext().register(api);
  }

  PresignHandler(Settings settings) {
    this(settings, () -> Wiring.api(settings));
  }

  /// For hosts other than Lambda.
  ///
  /// @param recipes the recipes that clients may name
  /// @param context clock and randomness
  public PresignHandler(Settings settings, RecipeBook recipes, FlowContext context) {
    this(settings, () -> Wiring.api(settings, Wiring.clients(settings), () -> recipes, context));
  }

  private PresignHandler(Settings settings, Supplier<Api> api) {
    this.events = new HttpEvents(settings.auth());
    this.api = new Restorable<>(settings, Priming::run, api);
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return HttpEvents.response(api.get().answer(events.request(event)));
  }

  /// @return the API, built again after each restore of a snapshot
  Restorable<Api> api() {
    return api;
  }
}
