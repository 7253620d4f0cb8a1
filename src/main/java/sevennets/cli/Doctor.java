package sevennets.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * {@code ./lab doctor}: what this machine offers, what is used of it and why, and how to mend what
 * is missing.
 *
 * <pre>{@code
 * for (Finding finding : Doctor.examine())
 *   if (!finding.fine()) System.out.println(finding.subject() + ": " + finding.mend());
 * }</pre>
 */
@Command(
    name = "doctor",
    description = "What this machine offers, what is used of it, and how to mend what is missing.",
    mixinStandardHelpOptions = true)
public final class Doctor implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON array of {subject, found, mend}.")
  private boolean json;

  @Option(
      names = "--gpu-selftest",
      description =
          "Train each small net for a step on the graphics card and on the processor, and compare.")
  private boolean gpuSelfTest;

  @Spec
  private CommandSpec spec;

  /** Every finding, in the order of the report. Loads ND4J and oneDNN: about two seconds. */
  public static List<Finding> examine() {
    return Stream.of(Host.examine(), Engine.examine(), Gpu.examine(), Workbench.examine())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * {@link #examine} as a table of the columns {@code subject, found, mend}: the report in a
   * notebook.
   */
  public static Table table() {
    Table table = Table.create(
        "doctor",
        StringColumn.create("subject"),
        StringColumn.create("found"),
        StringColumn.create("mend"));
    for (Finding finding : examine()) {
      table.stringColumn("subject").append(finding.subject());
      table.stringColumn("found").append(finding.found());
      table.stringColumn("mend").append(finding.mend());
    }
    return table;
  }

  /** @return 0 where nothing needs mending, else 1 */
  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (gpuSelfTest) return new GpuSelfTest(out).run(Gpu.card("nvidia-smi"));
    List<Finding> findings = examine();
    if (json)
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
    else findings.forEach(finding -> print(finding, out));
    out.flush();
    return findings.stream().allMatch(Finding::fine) ? 0 : 1;
  }

  private static void print(Finding finding, PrintWriter out) {
    out.printf("%s %-14s %s%n", finding.fine() ? " " : "!", finding.subject(), finding.found());
    if (!finding.fine()) out.printf("  %-14s -> %s%n", "", finding.mend());
  }
}
