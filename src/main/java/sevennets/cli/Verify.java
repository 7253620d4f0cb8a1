package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.models.Models;
import sevennets.weights.Reference;
import sevennets.weights.Verification;

/**
 * {@code ./lab verify FILE.json...}: our nets beside the reference implementation's, on the same
 * weights and input.
 */
@Command(
    name = "verify",
    description = {
      "Compare nets with what PyTorch computes for the same weights and input.",
      "Prints for each: arch, max|ours - reference| / std(logits[0] - logits[1]). Exits 1 if any exceeds 1e-3.",
      "A net that magnifies float32's rounding beyond that is computed in float64 too, and must be within 1e-6 there,",
      "or within 1e-3 where it magnifies even float64's rounding so much."
    },
    mixinStandardHelpOptions = true)
final class Verify implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE.json",
      description = "Reference files, as make_reference.py writes them.")
  private List<Path> files;

  @Spec
  private CommandSpec spec;

  /** @return 0 where every net computes what its reference does, else 1 */
  @Override
  public Integer call() throws IOException {
    boolean all = true;
    for (Path file : files) all &= holds(file);
    return all ? 0 : 1;
  }

  private boolean holds(Path file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isRegularFile(file))
      throw new IllegalArgumentException("there is no reference file " + file);
    Reference reference = Reference.read(file);
    int[] input = reference.input();
    Verification result;
    try {
      result = Verification.of(
          reference,
          Models.get(reference.arch())
              .withInput(input[1], input[2], input[3])
              .graph()
              .withoutAuxiliaryHeads());
    } catch (IllegalArgumentException cannot) { // the other files are still worth a run
      out.printf("%-20s FAILED  %s%n", reference.arch(), cannot.getMessage());
      out.flush();
      return false;
    }
    out.printf(
        "%-20s %.2e%s%s%n",
        result.arch(),
        result.ratio(),
        result
            .exact()
            .map(exact ->
                "  in float64; in float32 %.2e: this net magnifies rounding to %.2e (in float64 to %.2e)"
                    .formatted(result.single(), exact.rounding(), exact.finerRounding()))
            .orElse(""),
        result.holds() ? "" : "  FAILED");
    if (!result.holds()) explain(result, out);
    out.flush();
    return result.holds();
  }

  private static void explain(Verification result, PrintWriter out) {
    result.counts().forEach(count -> out.println("  " + count));
    out.printf(
        "  %-16s %12s %12s   %12s %12s%n",
        "stage", "mean|out|", "reference", "|out0-out1|", "reference");
    for (Verification.Stage stage : result.stages()) {
      out.printf(
          "  %-16s %12s %12.6g   %12s %12.6g%n",
          stage.reference().name(),
          number(stage.mean()),
          stage.reference().mean(),
          number(stage.difference()),
          stage.reference().difference());
    }
  }

  private static String number(Optional<Double> value) {
    return value.map("%.6g"::formatted).orElse("-");
  }
}
