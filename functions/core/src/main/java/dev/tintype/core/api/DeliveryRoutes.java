package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.flow.read.ListDeliveries;
import dev.tintype.core.flow.read.ListDeliveries.Delivery;
import dev.tintype.core.flow.read.ListDeliveries.Part;
import dev.tintype.core.flow.read.ListDeliveries.State;
import dev.tintype.core.flow.sweep.Redeliver;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Routes that list notifications and send them again.
final class DeliveryRoutes {

  private final ListDeliveries deliveries;
  private final Redeliver redeliver;
  private final boolean hasReceiver;

  /// @param hasReceiver whether somebody is notified of outcomes
  DeliveryRoutes(ListDeliveries deliveries, Redeliver redeliver, boolean hasReceiver) {
    this.deliveries = deliveries;
    this.redeliver = redeliver;
    this.hasReceiver = hasReceiver;
  }

  List<Route> routes() {
    Set<Scope> admin = Set.of(Scope.ADMIN);
    return List.of(
        new Route("GET", "/deliveries", admin, this::list),
        new Route("POST", "/deliveries/{id}/redeliver", admin, this::redeliver));
  }

  private ApiResponse list(ApiRequest request, List<String> parameters) {
    Optional<State> state = request.parameter("state").map(DeliveryRoutes::state);
    int limit = ImageRoutes.limit(request);
    Optional<String> image = request.parameter("image");
    if (image.isPresent()) {
      return LookupAnswers.of(
          deliveries.of(UploadRequests.imageId(image.get())),
          all -> answer(ofImage(all, state, limit)));
    }
    if (state.filter(one -> one == State.TOLD).isPresent()) {
      throw new Refused(
          Problem.INVALID_REQUEST.answer("state=told needs image: only the outbox is listed."));
    }
    return answer(deliveries.outbox(state, limit));
  }

  private static State state(String code) {
    return State.of(code)
        .orElseThrow(() ->
            new Refused(
                Problem.INVALID_REQUEST.answer("state must be one of refused, told, waiting.")));
  }

  private static Part ofImage(List<Delivery> all, Optional<State> state, int limit) {
    List<Delivery> fitting =
        all.stream().filter(one -> state.isEmpty() || one.state() == state.get()).toList();
    return new Part(fitting.subList(0, Math.min(limit, fitting.size())), fitting.size() <= limit);
  }

  private ApiResponse answer(Part part) {
    ObjectNode json = Json.object().put("receiver", hasReceiver);
    ArrayNode list = json.putArray("deliveries");
    part.deliveries().forEach(delivery -> list.add(json(delivery)));
    return ApiResponse.json(200, json.put("more", !part.isComplete()));
  }

  private static ObjectNode json(Delivery delivery) {
    Outcome outcome = delivery.outcome();
    ObjectNode json =
        Json.object()
            .put("id", outcome.id())
            .put("type", outcome.type())
            .put("imageId", outcome.imageId().value());
    outcome.version().ifPresent(version -> json.put("version", version.value()));
    json.put("occurredAt", outcome.occurredAt().toString()).put("state", delivery.state().code());
    if (delivery.state() != State.TOLD) {
      json.put("attempts", outcome.attempts()).put("nextAt", outcome.dueAt().toString());
      outcome.refusal().ifPresent(why -> json.put("refusal", why));
    }
    json.putObject("links").put("redeliver", "/deliveries/" + outcome.id() + "/redeliver");
    return json;
  }

  private ApiResponse redeliver(ApiRequest request, List<String> parameters) {
    if (!hasReceiver) {
      return Problem.NO_RECEIVER.answer();
    }
    return LookupAnswers.of(
        redeliver.redeliver(parameters.getFirst()),
        row -> ApiResponse.json(202, json(Delivery.inOutbox(row))));
  }
}
