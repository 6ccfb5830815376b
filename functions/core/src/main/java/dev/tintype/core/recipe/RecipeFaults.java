package dev.tintype.core.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.Mending.Fault;
import dev.tintype.core.recipe.Mending.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every error of one recipe. [RecipeJson] is the only judge: it stops at its first error, so the
/// errors are found by [Mending]. Steps and sizes are read one at a time, so that a bad one does
/// not hide the others.
///
/// An error that depends on the value of a bad field may show only after the field is corrected.
/// Not thread-safe.
final class RecipeFaults {

  private final String path;
  private final ObjectNode draft;
  private final List<String> order;
  private final List<Fault> faults = new ArrayList<>();

  /// @param recipe what [RecipeJson#read] refuses; it is not changed
  RecipeFaults(JsonObject recipe) {
    this.path = recipe.path();
    this.draft = recipe.node().deepCopy();
    this.order = Mending.names(draft);
    formats("formats");
    formats("graphics");
    sizes();
    watermark();
    faults.addAll(Mending.mend(draft, ValidParts.model(), tried -> refusal(path, tried)));
  }

  /// @return one message per error, in the order of the recipe's fields; at least one
  List<String> messages() {
    return Mending.sorted(faults, order).stream().map(Fault::message).distinct().toList();
  }

  /// @return the recipe with a valid value in each field at fault, if its name is not at fault;
  ///   empty also when an error could not be repaired
  Optional<Recipe> repaired() {
    return refusal(path, draft).isPresent()
        ? Optional.empty()
        : Optional.of(RecipeJson.read(new JsonObject(path, draft)))
            .filter(recipe -> !recipe.name().equals(ValidParts.STAND_IN));
  }

  private static Optional<String> refusal(String path, ObjectNode recipe) {
    try {
      RecipeJson.read(new JsonObject(path, recipe));
      return Optional.empty();
    } catch (MalformedJson e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void add(String field, List<Fault> found) {
    found.forEach(fault -> faults.add(new Fault(field, fault.message())));
  }

  private void formats(String field) {
    add(field, formats(draft, field, path));
  }

  /// Reads each step, then the formats. A format with a bad step gets a valid one instead, so that
  /// the reader goes on to the others.
  ///
  /// @param owner the recipe, or a size with formats of its own
  /// @param field where it has them
  /// @param at its path
  private static List<Fault> formats(ObjectNode owner, String field, String at) {
    if (!(owner.get(field) instanceof ObjectNode formats)) {
      return List.of();
    }
    List<Fault> all = new ArrayList<>();
    for (Format format : Format.values()) {
      if (formats.get(format.id()) instanceof ArrayNode steps) {
        List<Fault> found = steps(field, format, steps, at);
        all.addAll(found);
        if (!found.isEmpty()) {
          formats.set(format.id(), Json.array().add(ValidParts.step(format)));
        }
      }
    }
    ObjectNode valid = ValidParts.model().withObjectProperty("formats");
    all.addAll(Mending.mend(formats, valid, tried -> refusal(at, ValidParts.with(field, tried))));
    return all.stream().map(fault -> new Fault(field, fault.message())).toList();
  }

  private static List<Fault> steps(String field, Format format, ArrayNode steps, String at) {
    List<Fault> found = new ArrayList<>();
    ArrayNode before = Json.array();
    for (int i = 0; i < Math.min(steps.size(), Mending.MOST_PARTS); i++) {
      if (steps.get(i) instanceof ObjectNode step) {
        Reader reader = tried -> refusal(at, withStep(field, format, before, tried));
        found.addAll(Mending.mend(step.deepCopy(), ValidParts.step(format), reader));
      }
      before.add(ValidParts.step(format).put("upTo", i + 1));
    }
    return found;
  }

  /// A recipe in which only the step can be bad. The steps before it give it its number; the one
  /// behind it is the last one that a recipe needs.
  private static ObjectNode withStep(
      String field, Format format, ArrayNode before, ObjectNode step) {
    ArrayNode steps = before.deepCopy().add(step.deepCopy());
    if (step.hasNonNull("upTo")) {
      steps.add(ValidParts.step(format));
    }
    return ValidParts.with(field, Json.object().set(format.id(), steps));
  }

  /// Reads the watermark with a size that names it.
  private void watermark() {
    if (!draft.hasNonNull("watermark")) {
      return;
    }
    ObjectNode valid = Json.object().put("sha256", "0".repeat(64));
    if (draft.get("watermark") instanceof ObjectNode watermark) {
      add(
          "watermark",
          Mending.mend(watermark, valid, tried -> refusal(path, withWatermark(tried))));
    } else {
      refusal(path, withWatermark(draft.get("watermark")))
          .ifPresent(message -> faults.add(new Fault("watermark", message)));
      draft.set("watermark", valid);
    }
  }

  private static ObjectNode withWatermark(JsonNode watermark) {
    ArrayNode sizes = Json.array().add(ValidParts.box(0).put("watermark", true));
    return ValidParts.with("sizes", sizes).set("watermark", watermark.deepCopy());
  }

  /// Reads each size. A bad one is repaired or replaced, so that the reader can compare all of
  /// them.
  private void sizes() {
    if (!(draft.get("sizes") instanceof ArrayNode sizes) || sizes.size() > Mending.MOST_PARTS) {
      return;
    }
    for (int i = 0; i < sizes.size(); i++) {
      int at = i;
      if (sizes.get(i) instanceof ObjectNode size) {
        List<String> fields = Mending.names(size);
        List<Fault> found = new ArrayList<>(formats(size, "formats", place(i)));
        ObjectNode valid = size.has("ratio") ? ValidParts.ratio(i) : ValidParts.box(size, i);
        found.addAll(Mending.mend(size, valid, tried -> refusal(tried, at)));
        add("sizes", Mending.sorted(found, fields));
      }
      Optional<String> refusal = refusal(sizes.get(i), i);
      refusal.ifPresent(message -> faults.add(new Fault("sizes", message)));
      if (refusal.isPresent()) {
        boolean marked = sizes.get(i).path("watermark").asBoolean(false);
        sizes.set(i, marked ? ValidParts.box(i).put("watermark", true) : ValidParts.box(i));
      }
    }
  }

  private String place(int number) {
    return (path.isEmpty() ? "" : path + ".") + "sizes[" + number + "]";
  }

  /// Reads one size. The widths before it give it its number; nothing is compared with them here.
  private Optional<String> refusal(JsonNode size, int number) {
    ArrayNode sizes = Json.array();
    for (int i = 0; i < number; i++) {
      sizes.add(1);
    }
    ObjectNode json = Json.object().set("sizes", sizes.add(size));
    String at = place(number) + ": ";
    try {
      RecipeJson.sizes(new JsonObject(size.isObject() ? path : "", json));
      return Optional.empty();
    } catch (MalformedJson e) {
      return Optional.of(size.isObject() ? String.valueOf(e.getMessage()) : at + e.getMessage());
    } catch (IllegalArgumentException e) {
      return Optional.of(at + e.getMessage());
    }
  }
}
