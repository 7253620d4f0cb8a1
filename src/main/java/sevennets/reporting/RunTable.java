package sevennets.reporting;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevennets.claims.Outcome;
import sevennets.claims.Outcome.End;
import sevennets.claims.Trial;
import sevennets.train.History;

/** Runs and trials as comma-separated values, and back. */
final class RunTable {

  /** Of a run, before the columns of its history, which come once an epoch. */
  private static final List<String> COLUMNS = List.of(
      "arm",
      "seed",
      "diverged",
      "params",
      "macs",
      "steps",
      "rate",
      "arithmetic",
      "test_acc1",
      "end_val_acc1",
      "end_train_loss",
      "end_train_acc1");

  private static final String FIRST_OF_HISTORY = "epoch";

  private RunTable() {}

  static String runs(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    for (Outcome o : outcomes) {
      List<String> lines = o.history().csv().lines().toList();
      if (text.isEmpty())
        text.append(String.join(",", COLUMNS)).append(',').append(lines.get(0)).append('\n');
      // A run that diverged in its first epoch has no line of history, and is still a run.
      List<String> epochs = lines.size() > 1 ? lines.subList(1, lines.size()) : List.of("");
      epochs.forEach(line -> text.append(run(o)).append(',').append(line).append('\n'));
    }
    return text.toString();
  }

  private static String run(Outcome o) {
    End end = o.end();
    return List.of(
            o.arm(),
            o.seed(),
            o.diverged(),
            o.params(),
            o.macs(),
            o.steps(),
            o.rate(),
            o.arithmetic().replace(',', ';'),
            end.testAcc1(),
            end.valAcc1(),
            end.trainLoss(),
            end.trainAcc1())
        .stream()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  /** Which test images each run named: a bit an image, in the dataset's order, as Base64. */
  static String right(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(o -> "%s,%d,%s\n"
            .formatted(
                o.arm(),
                o.seed(),
                Base64.getEncoder().encodeToString(o.end().right().toByteArray())))
        .collect(Collectors.joining("", "arm,seed,right\n", ""));
  }

  static String trials(List<Trial> trials) {
    return trials.stream()
        .map(t ->
            "%s,%s,%s,%d,%s\n".formatted(t.arm(), t.factor(), t.rate(), t.seeds(), t.valAcc1()))
        .collect(Collectors.joining("", "arm,factor,rate,seeds,val_acc1\n", ""));
  }

  static List<Trial> readTrials(List<String> lines) {
    return lines.stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(c -> new Trial(
            c[0],
            Double.parseDouble(c[1]),
            Double.parseDouble(c[2]),
            Integer.parseInt(c[3]),
            Double.parseDouble(c[4])))
        .toList();
  }

  /**
   * Reads what {@link #runs} and {@link #right} wrote, and what was written before runs had an end
   * measured besides their accuracy.
   *
   * @param settings the machine's facts, and the arms' recipes where they are on record
   * @param recipe what precedes an arm's name there
   */
  static List<Outcome> read(
      List<String> runs, List<String> right, Map<String, String> settings, String recipe) {
    if (runs.isEmpty()) return List.of();
    List<String> columns = List.of(runs.get(0).split(","));
    int own = columns.indexOf(FIRST_OF_HISTORY);
    if (own < 0)
      throw new IllegalArgumentException(
          "line 1 should be the columns' names, arm to test_acc1 and epoch; it is '%s'"
              .formatted(runs.get(0)));
    String history = String.join(",", columns.subList(own, columns.size()));
    Map<String, List<String>> epochs = runs.stream()
        .skip(1)
        .map(line -> line.split(",", own + 1))
        .collect(Collectors.groupingBy(
            cells -> String.join(",", List.of(cells).subList(0, own)),
            LinkedHashMap::new,
            Collectors.mapping(cells -> cells[own], Collectors.toList())));
    Map<String, String> bits = bits(right);
    List<Outcome> outcomes = new ArrayList<>();
    epochs.forEach((run, lines) -> {
      String[] cells = run.split(",", own);
      Map<String, String> row =
          IntStream.range(0, own).boxed().collect(Collectors.toMap(columns::get, i -> cells[i]));
      outcomes.add(outcome(
          row,
          History.parse(history + "\n" + String.join("\n", lines).strip()),
          bits.getOrDefault(row.get("arm") + "," + row.get("seed"), ""),
          settings,
          recipe));
    });
    return outcomes;
  }

  private static Map<String, String> bits(List<String> right) {
    return right.stream()
        .skip(1)
        .map(line -> line.split(",", 3))
        .collect(Collectors.toMap(cells -> cells[0] + "," + cells[1], cells -> cells[2]));
  }

  private static Outcome outcome(
      Map<String, String> row,
      History history,
      String right,
      Map<String, String> settings,
      String recipe) {
    boolean diverged = row.containsKey("diverged")
        ? Boolean.parseBoolean(row.get("diverged"))
        : history.epochs().size() < Integer.parseInt(settings.get("epochs"));
    Map<String, String> machine = new LinkedHashMap<>(settings);
    machine.keySet().retainAll(Outcome.MACHINE);
    if (row.containsKey("arithmetic")) machine.put(Outcome.ARITHMETIC, row.get("arithmetic"));
    return new Outcome(
        row.get("arm"),
        Integer.parseInt(row.get("seed")),
        diverged,
        diverged
            ? End.NONE
            : new End(
                number(row, "test_acc1"),
                number(row, "end_val_acc1"),
                number(row, "end_train_loss"),
                number(row, "end_train_acc1"),
                BitSet.valueOf(Base64.getDecoder().decode(right))),
        Long.parseLong(row.get("params")),
        Long.parseLong(row.get("macs")),
        Integer.parseInt(row.getOrDefault("steps", "0")),
        history,
        settings.getOrDefault(recipe + row.get("arm"), ""),
        number(row, "rate"),
        machine);
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.getOrDefault(column, "NaN"));
  }
}
