package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The account of an erasure as JSON. Most versions of an image have the same file names, so each
/// list of names stands once, and versions refer to it by its index.
final class ErasureAccountJson {

  private ErasureAccountJson() {}

  static ObjectNode write(ErasureAccount account) {
    ObjectNode json = Json.object();
    ArrayNode originals = json.putArray("originals");
    account.originals().forEach(originals::add);
    List<SortedSet<String>> lists = account.files().values().stream().distinct().toList();
    ArrayNode names = json.putArray("names");
    lists.forEach(list -> names.addObject().set("files", texts(list)));
    ArrayNode versions = json.putArray("versions");
    account
        .files()
        .forEach((version, files) ->
            versions.addObject().put("version", version).put("names", lists.indexOf(files)));
    json.put("objects", account.objects()).put("looks", account.looks());
    account.countedTo().ifPresent(key -> json.put("countedTo", key));
    account.deletedAt().ifPresent(at -> json.put("deletedAt", at.toString()));
    return json;
  }

  private static ArrayNode texts(SortedSet<String> list) {
    ArrayNode array = Json.array();
    list.forEach(array::add);
    return array;
  }

  static ErasureAccount read(JsonObject json) {
    List<SortedSet<String>> lists = new ArrayList<>();
    json.objects("names").forEach(list -> lists.add(new TreeSet<>(list.texts("files"))));
    SortedMap<String, SortedSet<String>> files = new TreeMap<>();
    for (JsonObject version : json.objects("versions")) {
      files.put(version.text("version"), lists.get(index(version, lists.size())));
    }
    return new ErasureAccount(
        new TreeSet<>(json.texts("originals")),
        files,
        json.integer("objects", 0, Long.MAX_VALUE),
        json.optionalText("countedTo"),
        json.int32("looks", 0, Integer.MAX_VALUE),
        json.optionalInstant("deletedAt"));
  }

  private static int index(JsonObject version, int lists) {
    if (lists == 0) {
      throw new MalformedJson("names must have a list for each version");
    }
    return version.int32("names", 0, lists - 1);
  }
}
