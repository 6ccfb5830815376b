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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every error of one recipe. [RecipeJson] is the only judge: it stops at its first error, so the
/// errors are found by reading again and again. A field at fault is replaced by a valid one, and
/// the next reading shows the next error. Steps and sizes are read one at a time, so that a bad one
/// does not hide the others.
///
/// An error that depends on the value of a bad field may show only after the field is corrected.
/// Not thread-safe.
final class RecipeFaults {

  /// Longer lists and objects are only read as a whole, because each repair reads all of it. A
  /// valid one is much shorter.
  private static final int MOST_PARTS = 64;

  private static final String STAND_IN = "tintype-stand-in";

  private final String path;
  private final ObjectNode draft;
  private final List<String> order;
  private final List<Fault> faults = new ArrayList<>();

  /// @param recipe what [RecipeJson#read] refuses; it is not changed
  RecipeFaults(JsonObject recipe) {
    this.path = recipe.path();
    this.draft = recipe.node().deepCopy();
    this.order = names(draft);
    formats("formats");
    formats("graphics");
    sizes();
    watermark();
    faults.addAll(mend(draft, model(), tried -> refusal(path, tried)));
  }

  /// An error.
  ///
  /// @param field the field at fault, in the object that was read; empty when it is not known
  /// @param message says what is wrong
  private record Fault(String field, String message) {}

  /// Reads an object: empty when it is accepted, else the message of the refusal.
  private interface Reader extends Function<ObjectNode, Optional<String>> {}

  /// @return one message per error, in the order of the recipe's fields; at least one
  List<String> messages() {
    return sorted(faults, order).stream().map(Fault::message).distinct().toList();
  }

  /// Sorts by the order of an object's fields. Missing fields come last.
  private static List<Fault> sorted(List<Fault> faults, List<String> order) {
    return faults.stream()
        .sorted(
            Comparator.comparingInt(fault ->
                order.contains(fault.field()) ? order.indexOf(fault.field()) : order.size()))
        .toList();
  }

  /// @return the recipe with a valid value in each field at fault, if its name is not at fault;
  ///   empty also when an error could not be repaired
  Optional<Recipe> repaired() {
    return refusal(path, draft).isPresent()
        ? Optional.empty()
        : Optional.of(RecipeJson.read(new JsonObject(path, draft)))
            .filter(recipe -> !recipe.name().equals(STAND_IN));
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
          formats.set(format.id(), Json.array().add(step(format)));
        }
      }
    }
    ObjectNode valid = model().withObjectProperty("formats");
    all.addAll(mend(formats, valid, tried -> refusal(at, with(field, tried))));
    return all.stream().map(fault -> new Fault(field, fault.message())).toList();
  }

  private static List<Fault> steps(String field, Format format, ArrayNode steps, String at) {
    List<Fault> found = new ArrayList<>();
    ArrayNode before = Json.array();
    for (int i = 0; i < Math.min(steps.size(), MOST_PARTS); i++) {
      if (steps.get(i) instanceof ObjectNode step) {
        Reader reader = tried -> refusal(at, withStep(field, format, before, tried));
        found.addAll(mend(step.deepCopy(), step(format), reader));
      }
      before.add(step(format).put("upTo", i + 1));
    }
    return found;
  }

  /// A recipe in which only the step can be bad. The steps before it give it its number; the one
  /// behind it is the last one that a recipe needs.
  private static ObjectNode withStep(
      String field, Format format, ArrayNode before, ObjectNode step) {
    ArrayNode steps = before.deepCopy().add(step.deepCopy());
    if (step.hasNonNull("upTo")) {
      steps.add(step(format));
    }
    return with(field, Json.object().set(format.id(), steps));
  }

  /// Reads the watermark with a size that names it.
  private void watermark() {
    if (!draft.hasNonNull("watermark")) {
      return;
    }
    ObjectNode valid = Json.object().put("sha256", "0".repeat(64));
    if (draft.get("watermark") instanceof ObjectNode watermark) {
      add("watermark", mend(watermark, valid, tried -> refusal(path, withWatermark(tried))));
    } else {
      refusal(path, withWatermark(draft.get("watermark")))
          .ifPresent(message -> faults.add(new Fault("watermark", message)));
      draft.set("watermark", valid);
    }
  }

  private static ObjectNode withWatermark(JsonNode watermark) {
    ArrayNode sizes = Json.array().add(box(0).put("watermark", true));
    return with("sizes", sizes).set("watermark", watermark.deepCopy());
  }

  /// Reads each size. A bad one is repaired or replaced, so that the reader can compare all of
  /// them.
  private void sizes() {
    if (!(draft.get("sizes") instanceof ArrayNode sizes) || sizes.size() > MOST_PARTS) {
      return;
    }
    for (int i = 0; i < sizes.size(); i++) {
      int at = i;
      if (sizes.get(i) instanceof ObjectNode size) {
        List<String> fields = names(size);
        List<Fault> found = new ArrayList<>(formats(size, "formats", place(i)));
        ObjectNode valid = size.has("ratio") ? ratio(i) : box(size, i);
        found.addAll(mend(size, valid, tried -> refusal(tried, at)));
        add("sizes", sorted(found, fields));
      }
      Optional<String> refusal = refusal(sizes.get(i), i);
      refusal.ifPresent(message -> faults.add(new Fault("sizes", message)));
      if (refusal.isPresent()) {
        boolean marked = sizes.get(i).path("watermark").asBoolean(false);
        sizes.set(i, marked ? box(i).put("watermark", true) : box(i));
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

  /// Repairs an object until the reader accepts it.
  ///
  /// @param object is changed, and accepted afterwards unless the last fault has no field
  /// @param valid an object that the reader accepts, with all required fields
  /// @return what the reader said, in the order of the fields
  private static List<Fault> mend(ObjectNode object, ObjectNode valid, Reader reader) {
    List<String> order = names(object);
    List<Fault> said = new ArrayList<>();
    Optional<String> message = reader.apply(object);
    while (message.isPresent()) {
      Optional<String> field = repair(object, valid, reader, message.get());
      said.add(new Fault(field.orElse(""), message.get()));
      message = field.flatMap(_ -> reader.apply(object));
    }
    return sorted(said, order);
  }

  /// Repairs the field at fault: the first one whose repair changes what the reader says. Optional
  /// and unknown fields are tried first, by removing them.
  ///
  /// @return the field; empty when there is none, and the object is unchanged then
  private static Optional<String> repair(
      ObjectNode object, ObjectNode valid, Reader reader, String message) {
    if (object.size() > MOST_PARTS) {
      return Optional.empty();
    }
    List<String> fields = names(object);
    fields.removeIf(valid::has);
    fields.addAll(names(valid));
    for (String field : fields) {
      ObjectNode tried = object.deepCopy();
      tried.remove(field);
      if (valid.has(field)) {
        tried.set(field, valid.get(field));
      } else if (tried.isEmpty()) {
        tried.setAll(valid);
      }
      if (!reader.apply(tried).equals(Optional.of(message))) {
        object.removeAll().setAll(tried);
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ObjectNode with(String field, JsonNode value) {
    ObjectNode recipe = model();
    recipe.set(field, value);
    return recipe;
  }

  /// A valid recipe with every format and with all required fields.
  private static ObjectNode model() {
    ObjectNode recipe = Json.object().put("name", STAND_IN);
    recipe.putArray("sizes").add(1);
    ObjectNode formats = recipe.putObject("formats");
    for (Format format : Format.values()) {
      formats.putArray(format.id()).add(step(format));
    }
    return recipe.put("background", "#ffffff").put("animation", false);
  }

  /// A valid step for any width.
  private static ObjectNode step(Format format) {
    return switch (format) {
      case AVIF, WEBP, JPEG -> Json.object().put("quality", 60).put("effort", 0);
      case PNG -> Json.object().put("effort", 0);
    };
  }

  /// A valid size like this one. Without a height it is a width with a name.
  private static ObjectNode box(ObjectNode size, int number) {
    ObjectNode box = box(number);
    if (Stream.of("height", "gravity", "padding").noneMatch(size::has)) {
      box.put("fit", "inside").remove("height");
    }
    return box;
  }

  /// A valid size; `contain` allows every option.
  private static ObjectNode box(int number) {
    return named(number).put("width", 1).put("height", 1).put("fit", "contain");
  }

  private static ObjectNode ratio(int number) {
    ObjectNode size = named(number).put("ratio", "1:1").put("fit", "contain");
    size.putArray("widths").add(1);
    return size;
  }

  private static ObjectNode named(int number) {
    return Json.object().put("name", STAND_IN + "-" + number);
  }
}
