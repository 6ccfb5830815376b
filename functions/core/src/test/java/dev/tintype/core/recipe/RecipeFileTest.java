package dev.tintype.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeFileTest {

  private static final String GOOD =
      """
      {"name":"%s","sizes":[160,320,{"name":"card","width":300,"height":200,"fit":"cover",\
      "gravity":"north"},{"name":"banner","ratio":"16:9","widths":[320,640]}],\
      "formats":{"webp":[{"upTo":400,"quality":70,"effort":6},{"quality":76,"effort":4}],\
      "jpeg":[{"quality":60,"effort":0}]},"background":"#ffffff","animation":false}\
      """;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> faults(String text) {
    return RecipeFile.faults(utf8(text));
  }

  private static String good(String name) {
    return GOOD.formatted(name);
  }

  private static boolean isAccepted(byte[] utf8) {
    try {
      RecipeFile.read(utf8).withBuiltIn("default");
      return true;
    } catch (MalformedJson _) {
      return false;
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @Test
  void everyErrorIsListedInTheOrderOfTheFile() {
    assertThat(
            faults(
                """
                {
                  "defualt": "good",
                  "default": "good",
                  "recipes": [
                    {
                      "name": "Big",
                      "sizes": [640, "large", {"name":"a","width":0,"height":9,"fit":"crop","colour":1}],
                      "formats": {
                        "webp": [{"upTo":400,"quality":0,"effort":9}, {"quality":76}],
                        "gif": []
                      },
                      "background": "white",
                      "animation": "yes"
                    },
                    %s,
                    %s,
                    5
                  ]
                }
                """
                    .formatted(good("good"), good("good"))))
        .containsExactly(
            "unknown field defualt; known: [default, recipes]",
            "recipes[0].name must be 1 to 32 of a-z, 0-9 and -, the first no -, not 'Big'",
            "recipes[0].sizes[1]: sizes must be an array of whole numbers from 1 to 16000, not"
                + " \"large\"",
            "recipes[0].sizes[2].width must be a whole number from 1 to 16000, not 0",
            "recipes[0].sizes[2].fit must be inside, cover or contain, not 'crop'",
            "unknown field recipes[0].sizes[2].colour; known: [enlarge, fit, formats, gravity,"
                + " height, name, padding, sharpen, watermark, width]",
            "recipes[0].formats.webp[0].quality must be a whole number from 1 to 100, not 0",
            "recipes[0].formats.webp[0].effort must be a whole number from 0 to 6, not 9",
            "recipes[0].formats.webp[1].effort is missing",
            "unknown field recipes[0].formats.gif; known: [avif, jpeg, png, webp]",
            "recipes[0].background must be # and six of 0-9 and a-f, not 'white'",
            "recipes[0].animation must be true or false, not \"yes\"",
            "recipes[2].name must be another, since 'good' is taken",
            "recipes[3] must be an object, not 5");
  }

  @Test
  void everyErrorInTheFormatsOfASizeIsListed() {
    String sizes =
        """
        [
          {"name": "a", "formats": {"webp": [{"quality": 0, "effort": 9}], "jpeg": [{"effort": 0}], "gif": []},
           "width": 9, "fit": "crop"},
          {"name": "b", "ratio": "1:1", "widths": [5, 9], "formats": {}},
          {"name": "c", "width": 9, "fit": "inside", "formats": {"png": [{}]}}
        ]
        """;
    String recipe =
        "{\"name\":\"good\",\"sizes\":%s,\"background\":\"#ffffff\",\"animation\":false}"
            .formatted(sizes);
    assertThat(
            faults(recipe.replace("\"background\"", "\"formats\":{\"png\":[{}]},\"background\"")))
        .containsExactly(
            "sizes[0].formats.webp[0].quality must be a whole number from 1 to 100, not 0",
            "sizes[0].formats.webp[0].effort must be a whole number from 0 to 6, not 9",
            "sizes[0].formats.jpeg[0].quality is missing",
            "unknown field sizes[0].formats.gif; known: [avif, jpeg, png, webp]",
            "sizes[0].fit must be inside, cover or contain, not 'crop'",
            "sizes[1].formats must be 1 or more of avif, webp, jpeg and png, not none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | a file of recipes is {\"recipes\": [RECIPE, …]}, or one recipe alone",
        "[] | expected a JSON object",
        "{\"recipes\":[]} | recipes must hold at least one recipe",
        "{\"recipes\":null} | recipes is missing",
        "{\"recipes\":7} | recipes must be an array, not 7",
        "{\"name\":\"a\",\"sizes\":[1],\"formats\":{\"jpeg\":[{\"quality\":1,\"effort\":0}]},\"background\":\"#000000\"} | animation is missing",
        "{\"name\":\"a\",\"sizes\":[],\"formats\":{\"jpeg\":[{\"quality\":1,\"effort\":0}]},\"background\":\"#000000\",\"animation\":true} | sizes must be 1 to 12 entries, not 0",
        "{\"name\":\"a\",\"sizes\":[9,5],\"formats\":{\"jpeg\":[{\"quality\":1,\"effort\":0}]},\"background\":\"#000000\",\"animation\":true} | sizes must ascend, each once: 5 stands too late",
        "{\"name\":\"a\",\"sizes\":[{\"name\":\"b\",\"width\":9,\"fit\":\"insid\"}],\"formats\":{\"png\":[{}]},\"background\":\"#000000\",\"animation\":true} | sizes[0].fit must be inside, cover or contain, not 'insid'",
        "{\"name\":\"a\",\"sizes\":[9],\"formats\":{},\"background\":\"#000000\",\"animation\":true} | formats must be 1 or more of avif, webp, jpeg and png, not none",
        "{\"name\":\"a\",\"sizes\":[9],\"formats\":{\"gif\":[]},\"background\":\"#000000\",\"animation\":true} | unknown field formats.gif; known: [avif, jpeg, png, webp]",
        "{\"name\":\"a\",\"sizes\":[9],\"formats\":{\"jpeg\":[{\"upTo\":9,\"quality\":1,\"effort\":0}]},\"background\":\"#000000\",\"animation\":true} | formats.jpeg must end with a step without upTo, for all that is wider",
        "{\"name\":\"a\",\"sizes\":[{\"name\":\"b\",\"width\":16000,\"height\":1001,\"fit\":\"cover\"}],\"formats\":{\"jpeg\":[{\"quality\":1,\"effort\":0}]},\"background\":\"#000000\",\"animation\":true} | sizes[0]: sizes must have at most 16,000,000 px, not 16000 × 1001",
      })
  void anErrorAloneIsOneSentence(String file, String message) {
    assertThat(faults(file)).containsExactly(message);
  }

  @Test
  void badJsonIsReportedWithLineAndColumn() {
    assertThat(faults("{\n  \"recipes\": [\n    oops]}"))
        .singleElement()
        .asString()
        .startsWith("not valid JSON: ")
        .contains("(line 3, column ");
    assertThat(faults("{\"recipes\":[],\"recipes\":[]}"))
        .singleElement()
        .asString()
        .contains("Duplicate", "(line 1, column ");
  }

  @Test
  void theDefaultMustNameARecipeOfTheFileOrABuiltInOne() {
    String file = "{\"default\":\"%s\",\"recipes\":[%s]}";
    assertThat(faults(file.formatted("fast", good("mine")))).isEmpty();
    assertThat(faults(file.formatted("mine", good("mine")))).isEmpty();
    assertThat(faults(file.formatted("none", good("mine"))))
        .containsExactly("default must be one of default, fast, mine, not 'none'");
    // A recipe with errors keeps its name.
    String bad = good("mine").replace("#ffffff", "white");
    assertThat(faults(file.formatted("mine", bad)))
        .containsExactly("recipes[0].background must be # and six of 0-9 and a-f, not 'white'");
    assertThat(faults(file.formatted("none", bad)))
        .containsExactly(
            "default must be one of default, fast, mine, not 'none'",
            "recipes[0].background must be # and six of 0-9 and a-f, not 'white'");
  }

  @Test
  void whatIsWrittenIsReadBackEqual() {
    RecipeFile file =
        RecipeFile.read(utf8("{\"recipes\":[%s,%s]}".formatted(good("a"), good("b"))));
    ObjectNode written = RecipeFile.write(file.recipes(), Optional.of("b"));
    for (String text : List.of(Json.write(written), Json.indented(written))) {
      assertThat(RecipeFile.read(utf8(text)))
          .isEqualTo(new RecipeFile(file.recipes(), Optional.of("b")));
    }
    RecipeFile single = RecipeFile.read(utf8(good("a")));
    assertThat(Json.write(RecipeFile.write(single.recipes(), Optional.empty())))
        .startsWith("{\"recipes\":[{\"name\":\"a\",");
  }

  /// One mistake each, in different places of one recipe.
  private static final List<Consumer<ObjectNode>> MISTAKES =
      List.of(
          recipe -> recipe.put("background", "red"),
          recipe -> recipe.put("animation", 1),
          recipe -> recipe.put("unknown", true),
          recipe -> recipe.withArray("sizes").set(1, Json.array().add(0)),
          recipe -> ((ObjectNode) recipe.withArray("sizes").get(2)).put("fit", "crop"),
          recipe -> ((ObjectNode) recipe.withArray("sizes").get(2)).put("gravity", "up"),
          recipe -> ((ObjectNode) recipe.withArray("sizes").get(2)).remove("height"),
          recipe -> ((ObjectNode) recipe.withArray("sizes").get(3)).put("ratio", "wide"),
          recipe -> ((ObjectNode) recipe.withArray("sizes").get(3)).putNull("widths"),
          recipe -> ((ObjectNode) recipe.at("/formats/webp/0")).put("quality", 101),
          recipe -> ((ObjectNode) recipe.at("/formats/webp/1")).put("effort", "high"),
          recipe -> ((ObjectNode) recipe.at("/formats/webp/0")).put("upTo", -1),
          recipe -> ((ObjectNode) recipe.at("/formats/jpeg/0")).put("subsampling", 1),
          recipe -> ((ObjectNode) recipe.get("formats")).put("jpeg", 8),
          recipe -> ((ObjectNode) recipe.get("formats")).putArray("tiff"));

  private static boolean exclude(int one, int other) {
    int step = MISTAKES.size() - 3;
    return one == step && other == step + 1;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void asManyErrorsAreListedAsWereMade(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      ObjectNode file = Json.object();
      ArrayNode recipes = file.putArray("recipes");
      int made = 0;
      for (String name : List.of("a", "b")) {
        ObjectNode recipe = Json.parse(good(name)).node();
        List<Integer> mistakes = new ArrayList<>();
        for (int k = 0; k < MISTAKES.size(); k++) {
          int mistake = k;
          if (random.nextInt(3) == 0
              && mistakes.stream().noneMatch(other -> exclude(other, mistake))) {
            mistakes.add(k);
          }
        }
        mistakes.forEach(mistake -> MISTAKES.get(mistake).accept(recipe));
        recipes.add(recipe);
        made += mistakes.size();
      }
      List<String> faults = RecipeFile.faults(Json.bytes(file));
      assertThat(faults).as("seed %d: %s", seed, file).hasSize(made);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFileHasNoErrorsExactlyWhenItIsAccepted(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 80; i++) {
      ObjectNode file =
          Json.parse("{\"default\":\"a\",\"recipes\":[%s,%s]}".formatted(good("a"), good("b")))
              .node();
      for (int k = random.nextInt(3); k > 0; k--) {
        mutate(file, random);
      }
      byte[] bytes = Json.bytes(file);
      if (random.nextInt(10) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      boolean isAccepted = isAccepted(bytes);
      accepted += isAccepted ? 1 : 0;
      assertThat(RecipeFile.faults(bytes).isEmpty())
          .as("seed %d: %s", seed, new String(bytes, StandardCharsets.UTF_8))
          .isEqualTo(isAccepted);
    }
    assertThat(accepted).as("accepted files of seed %d", seed).isBetween(10, 70);
  }

  /// Changes, removes, adds or copies one value anywhere.
  private static void mutate(ObjectNode file, Random random) {
    List<JsonNode> containers = new ArrayList<>(List.of(file));
    for (int i = 0; i < containers.size(); i++) {
      containers
          .get(i)
          .forEach(child -> {
            if (child.isContainerNode() && !child.isEmpty()) {
              containers.add(child);
            }
          });
    }
    JsonNode chosen = containers.get(random.nextInt(containers.size()));
    if (chosen instanceof ArrayNode array) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(array.get(at).deepCopy());
        case 2 -> array.insert(at, value(random));
        default -> array.set(at, value(random));
      }
    } else if (chosen instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      switch (names.isEmpty() ? 1 : random.nextInt(4)) {
        case 0 -> object.remove(names.getFirst());
        case 1 -> object.set(field(random), value(random));
        case 2 -> object.set(names.getFirst(), object.get(names.getLast()).deepCopy());
        default -> object.set(names.getFirst(), value(random));
      }
    }
  }

  private static String field(Random random) {
    List<String> fields =
        List.of("enlarge", "padding", "gravity", "digest", "upTo", "ratio", "width", "avif", "x");
    return fields.get(random.nextInt(fields.size()));
  }

  private static JsonNode value(Random random) {
    List<String> values =
        List.of(
            "0",
            "1",
            "9",
            "50",
            "640",
            "16000",
            "16001",
            "-1",
            "1.5",
            "1e3",
            "null",
            "true",
            "false",
            "\"\"",
            "\"a\"",
            "\"cover\"",
            "\"inside\"",
            "\"contain\"",
            "\"north\"",
            "\"transparent\"",
            "\"1:1\"",
            "\"#000000\"",
            "\"\\ud800\"",
            "[]",
            "[1]",
            "[1,2]",
            "{}",
            "[{\"quality\":9,\"effort\":0}]",
            "{\"name\":\"box\",\"width\":9,\"fit\":\"inside\"}");
    return Json.parse("{\"v\":" + values.get(random.nextInt(values.size())) + "}").node().get("v");
  }
}
