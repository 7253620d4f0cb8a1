package sevennets.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Hours;
import sevennets.files.Escape;
import sevennets.plot.Figure;
import sevennets.reporting.Comparison.Verdict;
import sevennets.train.AtomicFile;

/**
 * The famous figures of the series' papers, each drawn again from the runs that come with the
 * project, beside what the paper says: agrees, differs, why, and how to run it larger. A figure
 * whose runs are not there says how to make them.
 */
public final class Museum {

  private static final String TEMPLATE = "museum.html";

  private final Function<Ablation, Report> results;

  /** @param results where an exhibit's runs are looked up; a report without outcomes is empty */
  public Museum(Function<Ablation, Report> results) {
    this.results = results;
  }

  /** Of the results that come with the project. */
  public static Museum stored() {
    return new Museum(Results::of);
  }

  /** One page that needs no other file. */
  public String html() {
    String rooms = Exhibit.all().stream().map(this::room).collect(Collectors.joining("\n"));
    try (InputStream in = Museum.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{exhibits}", rooms);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + TEMPLATE + " beside this class", e);
    }
  }

  /** Writes the page into a folder, which is made, and gives its file. */
  public Path write(Path folder) {
    Path page = folder.resolve("museum.html");
    try {
      Files.createDirectories(folder);
      AtomicFile.write(page, out -> out.write(html().getBytes(StandardCharsets.UTF_8)));
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write the museum to " + folder + "; make it writable or choose another folder", e);
    }
  }

  /** For a terminal: a line an exhibit. */
  public List<String> lines() {
    return Exhibit.all().stream()
        .map(exhibit -> "%-40s %s".formatted(exhibit.title(), state(report(exhibit))))
        .toList();
  }

  private Report report(Exhibit exhibit) {
    return results.apply(Ablations.get(exhibit.ablation()));
  }

  private String room(Exhibit exhibit) {
    Report report = report(exhibit);
    Optional<Figure> figure = exhibit.figure(report);
    return """
        <section>
        <h2>%s</h2>
        <p class="paper">%s</p>
        <p class="state %s">%s</p>
        %s
        %s
        <p class="quiet">%s</p>
        </section>""".formatted(
            Escape.html(exhibit.title()),
            Escape.html(exhibit.shows()),
            state(report).replace(' ', '-'),
            state(report),
            figure.map(f -> "<figure>" + f.html() + "</figure>").orElse(""),
            report.findings().stream()
                .map(finding -> "<li>%s</li>".formatted(Escape.html(finding)))
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")),
            Escape.html(why(report)));
  }

  /** What the contrasts say together; a paper that is contradicted anywhere differs. */
  static String state(Report report) {
    List<Verdict> verdicts = report.comparisons().stream()
        .map(Comparison::verdict)
        .filter(v -> v != Verdict.NOT_RUN)
        .toList();
    if (verdicts.isEmpty()) return "not run";
    if (verdicts.contains(Verdict.DISAGREES)) return "differs";
    if (verdicts.stream().allMatch(v -> v == Verdict.AGREES)) return "agrees";
    return verdicts.contains(Verdict.AGREES) ? "agrees in part" : "undecided";
  }

  private static String why(Report report) {
    Ablation ablation = report.ablation();
    String larger =
        "To run it larger: ./lab ablate %s --images 55000 --epochs 30, or --profile full on a graphics card."
            .formatted(ablation.name());
    if (report.outcomes().isEmpty()) return Words.nothing(report) + " " + ablation.limits();
    String here = "%s; %d of %d runs, %s on %s; there: %s."
        .formatted(
            Words.differences(report).values().stream()
                .map(words -> words.get(0))
                .collect(Collectors.joining(", ")),
            report.outcomes().size(),
            report.runs(),
            Hours.text(report.hours()),
            Words.machine(report),
            ablation.source());
    return "Here: %s %s %s %s".formatted(here, ablation.limits(), report.note(), larger);
  }
}
