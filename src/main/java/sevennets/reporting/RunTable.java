package sevennets.reporting;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.claims.Outcome;
import sevennets.claims.Outcome.End;
import sevennets.claims.Trial;
import sevennets.files.Fields;
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
  /** Of a share of images as a decimal. */
  private static final double ROUNDING = 1e-7;

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
    return rows(lines, "trials.csv").stream()
        .map(row -> new Trial(
            row.text("arm"),
            row.number("factor", 0, Outcome.LARGEST),
            row.number("rate", 0, Outcome.LARGEST),
            row.whole("seeds", 0),
            row.number("val_acc1", 0, 1)))
        .toList();
  }

  /** One for each line but the first, which names the columns. */
  private static List<Fields> rows(List<String> lines, String file) {
    if (lines.isEmpty()) return List.of();
    List<String> columns = List.of(lines.get(0).split(",", -1));
    List<Fields> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String place = "line %d of %s".formatted(i + 1, file);
      String[] cells = lines.get(i).split(",", -1);
      // A run that diverged in its first epoch has no history: one empty cell stands for all of it.
      if (cells.length > columns.size()
          || cells.length < columns.size() && !cells[cells.length - 1].isEmpty())
        throw new IllegalArgumentException("%s should have %d cells, as the first line; it has %d"
            .formatted(place, columns.size(), cells.length));
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 0; c < cells.length; c++) row.put(columns.get(c), cells[c]);
      rows.add(new Fields(place, row));
    }
    return rows;
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
    List<String> ofHistory = columns.subList(own, columns.size());
    Map<String, BitSet> bits = bits(rows(right, "right.csv"));
    Map<List<String>, List<Fields>> runsOf = rows(runs, "runs.csv").stream()
        .collect(Collectors.groupingBy(
            row -> columns.subList(0, own).stream().map(row::text).toList(),
            LinkedHashMap::new,
            Collectors.toList()));
    List<Outcome> outcomes = runsOf.values().stream()
        .map(epochs -> {
          Fields first = epochs.get(0);
          return outcome(
              first,
              history(epochs, ofHistory),
              bits.getOrDefault(first.text("arm") + "," + first.text("seed"), new BitSet()),
              settings,
              recipe);
        })
        .toList();
    requireOneRunOfEach(runsOf.values());
    requireSameRuns(outcomes, bits.keySet());
    return outcomes;
  }

  /** By arm and seed. */
  private static Map<String, BitSet> bits(List<Fields> rows) {
    Map<String, BitSet> bits = new LinkedHashMap<>();
    for (Fields row : rows)
      if (bits.put(row.text("arm") + "," + row.text("seed"), row.bits("right")) != null)
        throw new IllegalArgumentException(
            "%s is of a run that another line is of".formatted(row.place()));
    return bits;
  }

  /** A result that was stored before images were counted one by one has none of them. */
  private static void requireSameRuns(List<Outcome> outcomes, Set<String> counted) {
    Set<String> runs =
        outcomes.stream().map(o -> o.arm() + "," + o.seed()).collect(Collectors.toSet());
    if (!counted.isEmpty() && !runs.equals(counted))
      throw new IllegalArgumentException(
          "right.csv and runs.csv should be of the same runs; only one of them has "
              + Stream.concat(runs.stream(), counted.stream())
                  .filter(run -> !(runs.contains(run) && counted.contains(run)))
                  .sorted()
                  .collect(Collectors.joining("; ")));
  }

  /** A line in which a cell was changed that a run's lines share would count as one more run. */
  private static void requireOneRunOfEach(Collection<List<Fields>> runs) {
    Map<String, Fields> seen = new LinkedHashMap<>();
    for (List<Fields> epochs : runs) {
      Fields first = epochs.get(0);
      String run = "'%s' with seed %s".formatted(first.text("arm"), first.text("seed"));
      Fields earlier = seen.putIfAbsent(run, first);
      if (earlier != null)
        throw new IllegalArgumentException(
            "%s and %s are of one run, %s, and differ in more than the epoch"
                .formatted(earlier.place(), first.place(), run));
      requireEveryEpoch(epochs, run);
    }
  }

  private static void requireEveryEpoch(List<Fields> epochs, String run) {
    for (int i = 0; i < epochs.size(); i++) {
      Fields epoch = epochs.get(i);
      if (!epoch.text(FIRST_OF_HISTORY).isEmpty() && epoch.whole(FIRST_OF_HISTORY, 1) != i + 1)
        throw new IllegalArgumentException("%s should be epoch %d of %s; it is epoch %s"
            .formatted(epoch.place(), i + 1, run, epoch.text(FIRST_OF_HISTORY)));
    }
  }

  /** The images that were named rightly are as many as the accuracy says. */
  private static void requireSameAccuracy(Fields row, double accuracy, BitSet right) {
    if (right.isEmpty() || Double.isNaN(accuracy)) return;
    int named = right.cardinality();
    long images = Math.round(named / accuracy);
    if (images < right.length() || Math.abs((double) named / images - accuracy) > ROUNDING)
      throw new IllegalArgumentException(
          "%s: a test_acc1 of %s does not go with the %,d images that right.csv has as named rightly"
              .formatted(row.place(), row.text("test_acc1"), named));
  }

  private static History history(List<Fields> epochs, List<String> columns) {
    String header = String.join(",", columns);
    StringBuilder text = new StringBuilder(header);
    for (Fields epoch : epochs) {
      if (epoch.text(FIRST_OF_HISTORY).isEmpty()) continue;
      String line = columns.stream().map(epoch::text).collect(Collectors.joining(","));
      try {
        History.parse(header + "\n" + line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(epoch.place() + ": " + e.getMessage(), e);
      }
      text.append('\n').append(line);
    }
    return History.parse(text.toString());
  }

  private static Outcome outcome(
      Fields row, History history, BitSet right, Map<String, String> settings, String recipe) {
    Map<String, String> cells = row.texts();
    boolean diverged = cells.containsKey("diverged")
        ? row.flag("diverged")
        : history.epochs().size() < new Fields("settings.properties", settings).whole("epochs", 1);
    requireSameAccuracy(row, measured(row, "test_acc1", 1), right);
    Map<String, String> machine = new LinkedHashMap<>(settings);
    machine.keySet().retainAll(Outcome.MACHINE);
    if (cells.containsKey("arithmetic")) machine.put(Outcome.ARITHMETIC, row.text("arithmetic"));
    return new Outcome(
        row.text("arm"),
        row.whole("seed", 0),
        diverged,
        diverged
            ? End.NONE
            : new End(
                measured(row, "test_acc1", 1),
                measured(row, "end_val_acc1", 1),
                measured(row, "end_train_loss", Outcome.LARGEST),
                measured(row, "end_train_acc1", 1),
                right),
        row.whole("params", 0, Long.MAX_VALUE),
        row.whole("macs", 0, Long.MAX_VALUE),
        cells.containsKey("steps") ? row.whole("steps", 0) : 0,
        history,
        settings.getOrDefault(recipe + row.text("arm"), ""),
        measured(row, "rate", Outcome.LARGEST),
        machine);
  }

  /** NaN in a table from before it was measured. */
  private static double measured(Fields row, String column, double most) {
    return row.texts().containsKey(column) ? row.number(column, 0, most) : Double.NaN;
  }
}
