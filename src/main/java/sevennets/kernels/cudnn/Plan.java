package sevennets.kernels.cudnn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A net as a card needs to know it: values with shapes, steps with settings, and where each
 * parameter lies in the flat vector of weights. It names no class of Deeplearning4j's, so that what
 * executes it needs none.
 *
 * @param name for messages
 * @param values value 0 is the input
 * @param steps in an order in which they can be computed
 * @param heads the main classifier's first
 * @param weights how many numbers the flat vector has
 */
record Plan(String name, List<Shape> values, List<Step> steps, List<Head> heads, int weights) {

  /**
   * One example's value: an image {@code H x W x C}; a vector of C, whose height and width are 1;
   * or L tokens of C numbers, whose height is L and whose width is 1.
   */
  record Shape(int channels, int height, int width) {
    int size() {
      return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    int pixels() {
      return height * width;
    }
  }

  /** Where a parameter lies in the host's flat vector. */
  record Place(int offset, int length) {}

  /**
   * One operation.
   *
   * @param op such as "conv": {@link Ways} lists them
   * @param settings numbers by name; one that is missing is 0
   * @param parameters by Deeplearning4j's key
   */
  record Step(
      String op,
      String name,
      List<Integer> inputs,
      int output,
      Map<String, Double> settings,
      Map<String, Place> parameters) {

    int whole(String setting) {
      return (int) real(setting);
    }

    float real(String setting) {
      return settings.getOrDefault(setting, 0.0).floatValue();
    }

    int input() {
      return inputs.get(0);
    }

    Step with(String setting, double number) {
      Map<String, Double> more = new TreeMap<>(settings);
      more.put(setting, number);
      return new Step(op, name, inputs, output, more, parameters);
    }

    Step to(int output) {
      return new Step(op, name, inputs, output, settings, parameters);
    }

    Step from(List<Integer> inputs) {
      return new Step(op, name, inputs, output, settings, parameters);
    }
  }

  /** A classifier: the value that holds its scores, and what its loss weighs. */
  record Head(int logits, double weight) {}

  Shape shape(int value) {
    return values.get(value);
  }

  int classes() {
    return shape(heads.get(0).logits()).size();
  }

  /** How many steps read a value; a head is a reader too. */
  long readers(int value) {
    return steps.stream()
            .flatMap(step -> step.inputs().stream())
            .filter(in -> in == value)
            .count()
        + heads.stream().filter(head -> head.logits() == value).count();
  }

  // ---- as text: one line for each part

  String text() {
    StringBuilder text = new StringBuilder("net " + name + " " + weights + "\n");
    values.forEach(v -> text.append("value %d %d %d\n".formatted(v.channels, v.height, v.width)));
    for (Step step : steps) {
      text.append("step %s %s %s %d %s %s\n"
          .formatted(
              step.op,
              step.name,
              step.inputs.stream().map(String::valueOf).collect(Collectors.joining(",")),
              step.output,
              list(step.settings, String::valueOf),
              list(step.parameters, place -> place.offset + ":" + place.length)));
    }
    heads.forEach(head -> text.append("head %d %s\n".formatted(head.logits, head.weight)));
    return text.toString();
  }

  private static <T> String list(
      Map<String, T> entries, java.util.function.Function<T, String> value) {
    return entries.isEmpty()
        ? "-"
        : entries.entrySet().stream()
            .map(e -> e.getKey() + "=" + value.apply(e.getValue()))
            .collect(Collectors.joining(","));
  }

  static Plan read(Reader reader) throws IOException {
    String name = null;
    int weights = 0;
    List<Shape> values = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    List<Head> heads = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] word = line.split(" ");
      switch (word[0]) {
        case "net" -> {
          name = word[1];
          weights = Integer.parseInt(word[2]);
        }
        case "value" ->
          values.add(new Shape(
              Integer.parseInt(word[1]), Integer.parseInt(word[2]), Integer.parseInt(word[3])));
        case "step" -> steps.add(step(word));
        case "head" -> heads.add(new Head(Integer.parseInt(word[1]), Double.parseDouble(word[2])));
        default ->
          throw new IOException(
              "a plan's line begins with net, value, step or head; received: " + line);
      }
    }
    return new Plan(name, values, steps, heads, weights);
  }

  private static Step step(String[] word) {
    Map<String, Double> settings = new TreeMap<>();
    entries(word[5]).forEach((key, value) -> settings.put(key, Double.parseDouble(value)));
    Map<String, Place> places = new LinkedHashMap<>();
    entries(word[6]).forEach((key, value) -> {
      String[] ends = value.split(":");
      places.put(key, new Place(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
    });
    List<Integer> inputs =
        Arrays.stream(word[3].split(",")).map(Integer::valueOf).toList();
    return new Step(word[1], word[2], inputs, Integer.parseInt(word[4]), settings, places);
  }

  private static Map<String, String> entries(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (!text.equals("-")) {
      for (String entry : text.split(",")) {
        entries.put(
            entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
      }
    }
    return entries;
  }
}
