package sevennets.claims;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sevennets.files.Bytes;

/**
 * What is fixed before a sweep is run, as lines of a properties file: data, epochs, seeds and
 * recipe, every arm's fingerprint, every contrast with its claim, margin and measure. A report says
 * what it departs from.
 *
 * <p>The plans of this project's own sweeps lie beside this class, in {@code plans}.
 *
 * <pre>{@code
 * Plan.stored("resnet-depth").ifPresent(plan -> System.out.println(plan.text()));
 * }</pre>
 */
public record Plan(Map<String, String> lines) {

  public Plan {
    lines = new LinkedHashMap<>(lines);
  }

  /**
   * The plan of an ablation at a size.
   *
   * @param arms the key of each arm's {@link Fingerprint} with the first seed, by its name
   */
  public static Plan of(Ablation ablation, Budget budget, Map<String, String> arms) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("ablation", ablation.name());
    lines.putAll(budget.settings());
    lines.put("falling", String.valueOf(ablation.design().falling()));
    ablation.tuning().ifPresent(tuning -> lines.put("tuning", tuning.toString()));
    arms.forEach((arm, key) -> lines.put("arm." + arm, key));
    for (int i = 0; i < ablation.contrasts().size(); i++) {
      Contrast c = ablation.contrasts().get(i);
      lines.put(
          "contrast." + (i + 1),
          "%s %s %s, by %s"
              .formatted(c.a(), c.claim().text(), c.b(), ablation.measure(c).title()));
    }
    return new Plan(lines);
  }

  /** The plan that comes with the project, if there is one for an ablation of that name. */
  public static Optional<Plan> stored(String ablation) {
    try (InputStream in = Plan.class.getResourceAsStream("plans/" + ablation + ".properties")) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the plan of '" + ablation + "'", e);
    }
  }

  /**
   * Reads a plan file.
   *
   * @throws IllegalArgumentException if it can't be read or names no ablation
   */
  public static Plan read(Path file) {
    Plan plan = parsed(file);
    if (!plan.lines.containsKey("ablation"))
      throw new IllegalArgumentException(
          "the plan " + file
              + " names no ablation: its first line is 'ablation=NAME', as './lab ablate plan NAME' writes it");
    return plan;
  }

  private static Plan parsed(Path file) {
    try {
      return parse(Bytes.text(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "can't read the plan " + file + ": " + reason(e)
              + "; './lab ablate plan NAME' writes one",
          e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) return "it is not there";
    return e instanceof CharacterCodingException || e instanceof IllegalArgumentException
        ? "it should hold lines NAME=VALUE in UTF-8"
        : e.getMessage();
  }

  private static Plan parse(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return new Plan(properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty)));
  }

  /** As a properties file. */
  public String text() {
    return lines.entrySet().stream()
        .map(line -> "%s=%s\n".formatted(line.getKey(), line.getValue().replace("\\", "\\\\")))
        .collect(Collectors.joining(
            "", "# Fixed before the runs: a report says what it departs from.\n", ""));
  }

  /** In what a sweep is otherwise than planned, a sentence a line. */
  public List<String> departures(Plan done) {
    List<String> departures = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(lines.keySet());
    names.addAll(done.lines.keySet());
    for (String name : names) {
      String planned = lines.getOrDefault(name, "nothing");
      String is = done.lines.getOrDefault(name, "nothing");
      if (!planned.equals(is))
        departures.add("%s was planned as %s and is %s".formatted(name, planned, is));
    }
    return departures;
  }
}
