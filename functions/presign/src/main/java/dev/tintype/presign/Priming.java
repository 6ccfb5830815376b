package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.PrimingStack;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.Recipes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs typical requests once through a throwaway API.
final class Priming {

  private static final Logger LOGGER = System.getLogger("dev.tintype.presign");

  private static final String UPLOAD =
      """
      {"contentType":"image/jpeg","bytes":1,"sha256":"%s"}\
      """
          .formatted("0".repeat(64));

  private Priming() {}

  static void run() {
    Clients clients = PrimingStack.clients();
    FlowContext context = Wiring.context();
    findRecipes(Wiring.recipes(PrimingStack.SETTINGS, clients, context.clock()));
    RecipeBook recipes = Wiring.builtIn(Recipes.DEFAULT.name());
    Api api = Wiring.api(PrimingStack.SETTINGS, clients, () -> recipes, context);
    api.answer(request("GET", "/recipes", ""));
    api.answer(request("POST", "/images", UPLOAD));
    api.answer(request("GET", "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV", ""));
    HttpEvents.response(api.answer(request("GET", "/nowhere", "")));
    APIGatewayV2HTTPEvent.builder().build();
  }

  private static void findRecipes(Supplier<RecipeBook> recipes) {
    try {
      LOGGER.log(Level.DEBUG, recipes.get());
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "primed", e);
    }
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
