package sevennets.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Hours;
import sevennets.claims.Outcome;
import sevennets.files.AtomicFile;
import sevennets.files.Bytes;
import sevennets.files.Csv;
import sevennets.plot.Figure;

/**
 * Finished sweeps as files that anyone can read: a folder for each ablation with its report in
 * every notation, its pictures, and the runs themselves, from which the report can be made again.
 *
 * <p>Those that come with the project lie in {@code notebooks/results}. In a notebook:
 *
 * <pre>{@code
 * Report depth = Results.of("resnet-depth");  // as a cell's last value: findings, table, curves
 * Table arms = depth.table();                 // one row an arm
 * }</pre>
 */
public final class Results {

  static final Path STORED = Path.of("notebooks", "results");

  private static final String RUNS = "runs.csv";
  private static final String TRIALS = "trials.csv";
  private static final String RIGHT = "right.csv";
  private static final String SETTINGS = "settings.properties";
  private static final String NOTE = "note";

  private static final String RECIPE = "recipe.";
  private static final String DEPARTURE = "departure.";

  private final Path root;

  public Results(Path root) {
    this.root = root;
  }

  /**
   * The result of an ablation that comes with the project. Where there is none, the report has no
   * outcomes, and says in place of a table how to make one.
   *
   * @throws IllegalArgumentException if no ablation has that name
   */
  public static Report of(String name) {
    return of(Ablations.get(name));
  }

  /** The same of an ablation at hand; without outcomes where none comes with the project. */
  public static Report of(Ablation ablation) {
    return new Results(Project.folder().resolve(STORED)).read(ablation);
  }

  /** The result of an ablation in this folder; without outcomes where there is none. */
  public Report read(Ablation ablation) {
    Path folder = folder(ablation);
    if (!Files.exists(folder.resolve(SETTINGS)))
      return new Report(ablation, ablation.budget("quick"), List.of());
    try {
      Map<String, String> settings = properties(folder.resolve(SETTINGS));
      List<String> arms = ablation.arms().stream().map(Arm::name).toList();
      List<Outcome> outcomes =
          RunTable.read(lines(folder, RUNS), lines(folder, RIGHT), settings, RECIPE).stream()
              .filter(outcome -> arms.contains(outcome.arm()))
              .toList();
      return new Report(
          ablation,
          Budget.of(settings),
          outcomes,
          RunTable.readTrials(lines(folder, TRIALS)),
          settings.entrySet().stream()
              .filter(s -> s.getKey().startsWith(DEPARTURE))
              .map(Map.Entry::getValue)
              .toList(),
          settings.getOrDefault(NOTE, ""));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the result in " + folder + " can't be read (" + e.getMessage()
              + "); bring it back by git, or run it anew: ./lab ablate " + ablation.name(),
          e);
    }
  }

  private static List<String> lines(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? lines(path) : List.of();
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Bytes.text(file).lines().toList();
    } catch (CharacterCodingException e) {
      throw new IOException("%s should be text in UTF-8".formatted(file.getFileName()), e);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(file.getFileName(), e.getMessage()), e);
    }
  }

  /** Writes a report with all that belongs to it, and gives the folder. */
  public Path write(Report report) {
    Path folder = folder(report.ablation());
    Map<String, Figure> figures = new LinkedHashMap<>();
    report.figures().forEach((name, figure) -> figures.put(name + ".png", figure));
    try {
      Files.createDirectories(folder);
      write(folder.resolve("report.html"), new HtmlPage(report).pageWithPicturesBeside());
      write(folder.resolve("report.md"), new Markdown(report).text(figures));
      write(folder.resolve("table.csv"), report.csv());
      write(folder.resolve("contrasts.csv"), Csv.text(report.contrasts()));
      write(folder.resolve("table.tex"), report.latex());
      write(folder.resolve("paper.bib"), Bibtex.entry(report.ablation().source()));
      write(folder.resolve("checklist.md"), Checklist.text(report));
      write(folder.resolve(RUNS), RunTable.runs(report.outcomes()));
      write(folder.resolve(RIGHT), RunTable.right(report.outcomes()));
      if (!report.trials().isEmpty())
        write(folder.resolve(TRIALS), RunTable.trials(report.trials()));
      write(folder.resolve(SETTINGS), settings(report));
      figures.forEach((file, figure) -> figure.save(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write the report to " + folder + "; make it writable or choose another folder", e);
    }
    return folder;
  }

  /** Writes the page that lists every result in this folder, {@code README.md}. */
  public void index() {
    List<Report> reports = Ablations.all().stream()
        .map(this::read)
        .filter(report -> !report.outcomes().isEmpty())
        .toList();
    List<List<String>> rows = reports.stream().map(Results::line).toList();
    double hours = reports.stream().mapToDouble(Report::hours).sum();
    String page = """
        # Claims of the papers, put to the test

        Each line is a sweep that was run: every arm with every seed, on a small sample of real images. A verdict is on a contrast that was
        planned beforehand; *undecided* means that these seeds on these images can't tell, and *not converged* that the runs were too
        short for one. How to run one, or a larger one: [ablations.md](../../src/docs/ablations.md). In all, %s of training and
        validation.

        %s

        ## Planned, and not run yet

        What as many pairs as are planned find with 80%% power: a smaller difference stays undecided at this size.

        %s
        """.formatted(
            Hours.text(hours),
            Markdown.table(new Words.Cells(
                List.of("ablation", "claim", "verdicts", "runs", "time"),
                "ablation,claim,verdicts",
                rows)),
            Markdown.table(new Words.Cells(
                List.of("ablation", "claim", "contrasts"), "ablation,claim,contrasts", notRun())));
    try {
      write(root.resolve("README.md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the list of results to " + root, e);
    }
  }

  private List<List<String>> notRun() {
    return Ablations.all().stream()
        .map(this::read)
        .filter(report -> report.outcomes().isEmpty())
        .map(report -> List.of(
            report.ablation().name(),
            report.ablation().claim(),
            String.join("; ", Power.of(report).verdicts())))
        .toList();
  }

  private static List<String> line(Report report) {
    String name = report.ablation().name();
    String verdicts = report.comparisons().stream()
        .map(c -> c.contrast() + ": " + c.verdict())
        .collect(Collectors.joining("; "));
    return List.of(
        "[%s](%s/report.md) ([page](%s/report.html))".formatted(name, name, name),
        report.ablation().claim(),
        verdicts,
        "%d of %d".formatted(report.outcomes().size(), report.runs()),
        Hours.text(report.hours()));
  }

  private Path folder(Ablation ablation) {
    return root.resolve(ablation.name());
  }

  private static String settings(Report report) {
    Map<String, String> settings = new LinkedHashMap<>(report.budget().settings());
    report.machine().forEach((fact, values) -> settings.put(fact, String.join(" and ", values)));
    report.rows().stream()
        .filter(row -> !row.recipe().isEmpty())
        .forEach(row -> settings.put(RECIPE + row.name(), row.recipe()));
    for (int i = 0; i < report.departures().size(); i++)
      settings.put(DEPARTURE + (i + 1), report.departures().get(i));
    if (!report.note().isEmpty()) settings.put(NOTE, report.note());
    return settings.entrySet().stream()
        .map(s -> s.getKey() + "=" + oneLine(s.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  /** A note of several lines is one here; each setting has a line. */
  private static String oneLine(String value) {
    return value.strip().replaceAll("\\R+", " ");
  }

  private static Map<String, String> properties(Path file) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] pair = lines.get(i).split("=", 2);
      if (pair.length != 2)
        throw new IllegalArgumentException(
            "line %d of %s should be a setting, NAME=VALUE; it is '%s'"
                .formatted(i + 1, file.getFileName(), lines.get(i)));
      properties.put(pair[0], pair[1]);
    }
    return properties;
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
