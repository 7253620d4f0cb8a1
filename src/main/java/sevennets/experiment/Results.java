package sevennets.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sevennets.plot.Figure;
import sevennets.train.AtomicFile;
import sevennets.train.History;

/**
 * Finished sweeps as files that anyone can read: a folder for each ablation with its report in
 * every notation, its pictures, and the runs themselves, from which the report can be made again.
 *
 * <p>Those that come with the project lie in {@code notebooks/results}. In a notebook:
 *
 * <pre>{@code
 * Results.of("resnet-depth")           // as a cell's last value: findings, table, curves
 * Results.of("resnet-depth").table()   // one row an arm
 * }</pre>
 */
public final class Results {

  static final Path STORED = Path.of("notebooks", "results");

  private static final String RUNS = "runs.csv";
  private static final String SETTINGS = "settings.properties";
  private static final String NOTE = "note";

  /** Of a run, before the columns of its history, which come once an epoch. */
  private static final String RUN_COLUMNS = "arm,seed,params,macs,test_acc1,";

  private static final int RUN_CELLS = 5;

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
    return new Results(Project.folder().resolve(STORED)).read(Ablations.get(name));
  }

  /** The result of an ablation in this folder; without outcomes where there is none. */
  public Report read(Ablation ablation) {
    Path folder = folder(ablation);
    if (!Files.exists(folder.resolve(SETTINGS)))
      return new Report(ablation, ablation.budget("quick"), List.of());
    try {
      Map<String, String> settings = properties(folder.resolve(SETTINGS));
      return new Report(
          ablation,
          Budget.of(settings),
          outcomes(Files.readAllLines(folder.resolve(RUNS)), settings),
          settings.getOrDefault(NOTE, ""));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the result in " + folder + " can't be read (" + e.getMessage()
              + "); write it anew: ./lab ablate report " + ablation.name(),
          e);
    }
  }

  /** Writes a report with all that belongs to it, and gives the folder. */
  public Path write(Report report) {
    Path folder = folder(report.ablation());
    Map<String, Figure> figures = new LinkedHashMap<>();
    report.figures().forEach((name, figure) -> figures.put(name + ".png", figure));
    try {
      Files.createDirectories(folder);
      write(folder.resolve("report.html"), report.html());
      write(folder.resolve("report.md"), new Markdown(report).text(figures));
      write(folder.resolve("table.csv"), report.csv());
      write(folder.resolve("table.tex"), report.latex());
      write(folder.resolve(RUNS), runs(report));
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

        Each line is a sweep that was run: every arm with every seed, on a small sample of real images. A verdict compares the direction of
        a difference with the paper's; *undecided* means that these seeds on these images can't tell. How to run one, or a larger
        one: [ablations.md](../../src/docs/ablations.md). In all, %s of training and validation.

        %s
        """.formatted(
            Words.duration(hours),
            Markdown.table(
                List.of("ablation", "claim", "verdicts", "runs", "time"),
                List.of(false, false, false, true, true),
                rows));
    try {
      write(root.resolve("README.md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the list of results to " + root, e);
    }
  }

  private static List<String> line(Report report) {
    String name = report.ablation().name();
    String verdicts = report.rows().stream()
        .filter(row -> row.comparison().isPresent())
        .map(row -> row.name() + ": " + row.comparison().orElseThrow().verdict())
        .collect(Collectors.joining("; "));
    return List.of(
        "[%s](%s/report.md) ([page](%s/report.html))".formatted(name, name, name),
        report.ablation().claim(),
        verdicts,
        "%d of %d".formatted(report.outcomes().size(), report.runs()),
        Words.duration(report.hours()));
  }

  private Path folder(Ablation ablation) {
    return root.resolve(ablation.name());
  }

  private static String runs(Report report) {
    StringBuilder text = new StringBuilder();
    for (Outcome o : report.outcomes()) {
      List<String> lines = o.history().csv().lines().toList();
      if (text.isEmpty()) text.append(RUN_COLUMNS).append(lines.get(0)).append('\n');
      // A run that diverged in its first epoch has no line of history, and is still a run.
      List<String> epochs = lines.size() > 1 ? lines.subList(1, lines.size()) : List.of("");
      epochs.forEach(line -> text.append("%s,%d,%d,%d,%s,%s\n"
          .formatted(o.arm(), o.seed(), o.params(), o.macs(), o.testAcc1(), line)));
    }
    return text.toString();
  }

  private static List<Outcome> outcomes(List<String> lines, Map<String, String> settings) {
    Map<String, String> machine = new LinkedHashMap<>(settings);
    machine.keySet().retainAll(Outcome.MACHINE);
    String header = lines.get(0).substring(RUN_COLUMNS.length());
    Map<String, List<String>> runs = lines.stream()
        .skip(1)
        .map(line -> line.split(",", RUN_CELLS + 1))
        .collect(Collectors.groupingBy(
            cells -> String.join(",", List.of(cells).subList(0, RUN_CELLS)),
            LinkedHashMap::new,
            Collectors.mapping(cells -> cells[RUN_CELLS], Collectors.toList())));
    List<Outcome> outcomes = new ArrayList<>();
    runs.forEach((run, epochs) -> {
      String[] cells = run.split(",");
      outcomes.add(new Outcome(
          cells[0],
          Integer.parseInt(cells[1]),
          Double.parseDouble(cells[4]),
          Long.parseLong(cells[2]),
          Long.parseLong(cells[3]),
          History.parse(header + "\n" + String.join("\n", epochs).strip()),
          machine));
    });
    return outcomes;
  }

  private static String settings(Report report) {
    Map<String, String> settings = new LinkedHashMap<>(report.budget().settings());
    report.machine().forEach((fact, values) -> settings.put(fact, String.join(" and ", values)));
    if (!report.note().isEmpty()) settings.put(NOTE, report.note());
    return settings.entrySet().stream()
        .map(s -> s.getKey() + "=" + s.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static Map<String, String> properties(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
