package sevennets.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.data.Dataset;
import sevennets.data.Normalisation;
import sevennets.files.Json;
import sevennets.ops.Shape;

/**
 * What a run's {@code run.properties} says of its net, written and read.
 *
 * <pre>{@code
 * List<String> classes = Facts.classes(Trainer.facts(Path.of("runs/mine")), List.of());
 * }</pre>
 */
public final class Facts {
  /** C x H x W of its images. */
  public static final String INPUT = "input";
  /** Whether its images are photographs of many sizes, of which the middle is seen. */
  public static final String PHOTOGRAPHS = "photographs";
  /** The width of the black border that its images were given, in pixels. */
  public static final String BORDER = "border";
  /** The classes' names, as a JSON array. */
  public static final String CLASSES = "classes";

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})x(\\d{1,5})x(\\d{1,5})");

  private Facts() {}

  /** Of the images that a net is trained on, {@code 3x64x64}. */
  public static String input(Dataset images) {
    return "%dx%dx%d".formatted(images.channels(), images.height(), images.width());
  }

  /** The names of classes, which may hold any character. */
  public static String classes(List<String> names) {
    try {
      return new ObjectMapper().writeValueAsString(names);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }

  static Shape input(Map<String, String> facts) {
    Matcher shape = SHAPE.matcher(required(facts, INPUT));
    if (!shape.matches()) throw unreadable(facts, INPUT);
    return Shape.image(
        Integer.parseInt(shape.group(1)),
        Integer.parseInt(shape.group(2)),
        Integer.parseInt(shape.group(3)));
  }

  /** The border of the run's images; runs of before it was written down are taken to have none. */
  static int border(Map<String, String> facts) {
    String border = facts.getOrDefault(BORDER, "0");
    int side = input(facts).height();
    if (!border.matches("\\d{1,5}") || 2 * Integer.parseInt(border) >= side) {
      throw unreadable(facts, BORDER);
    }
    return Integer.parseInt(border);
  }

  static List<String> classes(Map<String, String> facts) {
    List<String> names = new ArrayList<>();
    try {
      JsonNode list = Json.parse(required(facts, CLASSES));
      if (!list.isArray() || list.isEmpty()) throw unreadable(facts, CLASSES);
      for (JsonNode name : list) {
        if (!name.isTextual()) throw unreadable(facts, CLASSES);
        names.add(name.asText());
      }
      return names;
    } catch (IOException e) {
      throw unreadable(facts, CLASSES);
    }
  }

  /** The names of a run's classes; others, if the run is older than this record of them. */
  public static List<String> classes(Map<String, String> facts, List<String> otherwise) {
    return facts.containsKey(CLASSES) ? classes(facts) : otherwise;
  }

  static Normalisation normalisation(Map<String, String> facts) {
    try {
      return Normalisation.parse(required(facts, "normalisation"));
    } catch (NumberFormatException e) {
      throw unreadable(facts, "normalisation");
    }
  }

  private static String required(Map<String, String> facts, String name) {
    String value = facts.get(name);
    if (value == null)
      throw new IllegalArgumentException(
          "run.properties does not say the run's '%s': it was trained by an older version, or not by './lab train'"
              .formatted(name));
    return value;
  }

  private static IllegalArgumentException unreadable(Map<String, String> facts, String name) {
    String value = facts.get(name);
    return new IllegalArgumentException("run.properties has an unreadable '%s': '%s'"
        .formatted(name, value.length() > 100 ? value.substring(0, 100) + "..." : value));
  }
}
