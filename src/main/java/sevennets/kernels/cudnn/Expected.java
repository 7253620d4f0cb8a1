package sevennets.kernels.cudnn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What the processor made of an {@link Example}: losses, and of each parameter's gradient and value
 * two numbers, its length and its product with a fixed vector of chance.
 *
 * @param batch images in a step
 * @param losses of the steps, with weight decay from the first on
 * @param gradient after one step without decay, by step and key
 * @param weights after all steps
 * @param scores of the first batch in inference, from the example's weights after one step without
 *     decay
 */
record Expected(
    int batch,
    List<Double> losses,
    Map<String, Sketch> gradient,
    Map<String, Sketch> weights,
    Sketch scores) {

  /** A vector in two numbers. */
  record Sketch(double norm, double product) {
    static Sketch of(float[] values, int from, int length) {
      Random chance = new Random(length);
      double squares = 0, product = 0;
      for (int i = from; i < from + length; i++) {
        squares += values[i] * (double) values[i];
        product += values[i] * (chance.nextDouble() - 0.5);
      }
      return new Sketch(Math.sqrt(squares), product);
    }

    static Sketch of(float[] values) {
      return of(values, 0, values.length);
    }

    /** How far the two are apart, relative to the length of {@code other}. */
    double off(Sketch other) {
      double apart = Math.max(Math.abs(norm - other.norm), Math.abs(product - other.product));
      return apart / Math.max(other.norm, 1e-12);
    }
  }

  /** Sketches of every parameter that is learnt, by step and key. */
  static Map<String, Sketch> sketches(Plan plan, float[] flat) {
    Map<String, Sketch> all = new LinkedHashMap<>();
    for (Plan.Step step : plan.steps()) {
      step.parameters().forEach((key, place) -> {
        if (!key.equals("mean") && !key.equals("var")) {
          all.put(step.name() + "/" + key, Sketch.of(flat, place.offset(), place.length()));
        }
      });
    }
    return all;
  }

  String text() {
    StringBuilder text = new StringBuilder("batch " + batch + "\n");
    losses.forEach(loss -> text.append("loss " + loss + "\n"));
    gradient.forEach((key, sketch) -> text.append(line("gradient " + key, sketch)));
    weights.forEach((key, sketch) -> text.append(line("weights " + key, sketch)));
    return text.append(line("scores all", scores)).toString();
  }

  private static String line(String what, Sketch sketch) {
    return String.format(Locale.ROOT, "%s %s %s%n", what, sketch.norm, sketch.product);
  }

  static Expected read(Reader reader) throws IOException {
    int batch = 0;
    List<Double> losses = new ArrayList<>();
    Map<String, Sketch> gradient = new LinkedHashMap<>(), weights = new LinkedHashMap<>();
    Sketch scores = null;
    BufferedReader lines = new BufferedReader(reader);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] word = line.split(" ");
      switch (word[0]) {
        case "batch" -> batch = Integer.parseInt(word[1]);
        case "loss" -> losses.add(Double.valueOf(word[1]));
        case "gradient" -> gradient.put(word[1], sketch(word));
        case "weights" -> weights.put(word[1], sketch(word));
        default -> scores = sketch(word);
      }
    }
    return new Expected(batch, losses, gradient, weights, scores);
  }

  private static Sketch sketch(String[] word) {
    return new Sketch(Double.parseDouble(word[2]), Double.parseDouble(word[3]));
  }
}
