package dev.tintype.render.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.plan.RenderPlan;
import java.util.List;
import java.util.Set;

/// The part of a plan that the renderer makes, as JSON. Without the field `files` it makes all.
public final class PartJson {

  private PartJson() {}

  /// @param names of the files to make
  /// @param placeholder whether the placeholder is wanted
  /// @return the part as a tree
  public static ObjectNode write(List<String> names, boolean placeholder) {
    ObjectNode json = Json.object().put("placeholder", placeholder);
    ArrayNode files = json.putArray("files");
    names.forEach(files::add);
    return json;
  }

  /// @param plan of everything
  /// @return the plan of the part
  /// @throws BadFrame when the tree is not a part of the plan
  public static RenderPlan read(JsonObject json, RenderPlan plan) {
    if (!json.has("files")) {
      return plan;
    }
    try {
      Set<String> names = Set.copyOf(json.texts("files"));
      RenderPlan part = plan.only(names, json.bool("placeholder"));
      if (part.files().size() != names.size()) {
        throw new BadFrame("files that are not planned");
      }
      return part;
    } catch (MalformedJson e) {
      throw new BadFrame("not a part of a plan", e);
    }
  }
}
