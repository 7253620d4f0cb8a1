package sevennets.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a run measured, one row an epoch. Accuracies are shares in [0, 1].
 *
 * <pre>{@code
 * History history = new Trainer(net, recipe).fit(data.train(), data.validation());
 * double best = history.bestValAcc1();
 * }</pre>
 */
public final class History {

  /**
   * One epoch.
   *
   * @param epoch from 1
   * @param lr the learning rate of its last batch
   * @param trainLoss mean over its images as they were trained on: augmented, labels smoothed,
   *     weights still moving
   * @param trainAcc1 top-1 accuracy on the same images
   * @param valLoss mean cross-entropy on the validation images
   * @param valAcc1 top-1 accuracy on them
   * @param valAcc5 top-5 accuracy on them
   * @param imagesPerSec training alone, without validation
   * @param seconds the epoch's time, validation included
   */
  public record Epoch(
      int epoch,
      double lr,
      double trainLoss,
      double trainAcc1,
      double valLoss,
      double valAcc1,
      double valAcc5,
      double imagesPerSec,
      double seconds) {

    /** The numbers, as {@link #COLUMNS} names them. */
    List<Double> values() {
      return List.of(lr, trainLoss, trainAcc1, valLoss, valAcc1, valAcc5, imagesPerSec, seconds);
    }
  }

  /** The table's columns, but for the first, {@code epoch}. */
  static final List<String> COLUMNS = List.of(
      "lr",
      "train_loss",
      "train_acc1",
      "val_loss",
      "val_acc1",
      "val_acc5",
      "images_per_sec",
      "seconds");

  private final List<Epoch> epochs = new ArrayList<>();

  /** Every epoch trained so far. */
  public List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  /** The last epoch. */
  public Epoch last() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("no epoch has been finished yet");
    }
    return epochs.get(epochs.size() - 1);
  }

  /** The highest validation accuracy of any epoch; 0 before the first. */
  public double bestValAcc1() {
    return epochs.stream().mapToDouble(Epoch::valAcc1).max().orElse(0);
  }

  /**
   * Columns {@code epoch, lr, train_loss, train_acc1, val_loss, val_acc1, val_acc5, images_per_sec,
   * seconds}.
   */
  public Table table() {
    Table table = Table.create(
        "history",
        IntColumn.create("epoch", epochs.stream().mapToInt(Epoch::epoch).toArray()));
    for (int c = 0; c < COLUMNS.size(); c++) {
      int column = c;
      double[] values =
          epochs.stream().mapToDouble(epoch -> epoch.values().get(column)).toArray();
      table.addColumns(DoubleColumn.create(COLUMNS.get(c), values));
    }
    return table;
  }

  void add(Epoch epoch) {
    epochs.add(epoch);
  }

  /** The table as text that {@link #parse} reads back exactly. */
  public String csv() {
    StringBuilder csv = new StringBuilder("epoch," + String.join(",", COLUMNS) + "\n");
    for (Epoch epoch : epochs) {
      csv.append(epoch.epoch());
      epoch.values().forEach(value -> csv.append(',').append(value));
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * Reads what {@link #csv} wrote.
   *
   * @throws IllegalArgumentException in one sentence that names the line, if it is anything else
   */
  public static History parse(String csv) {
    List<String> lines = csv.lines().toList();
    String header = "epoch," + String.join(",", COLUMNS);
    String first = lines.isEmpty() ? "" : lines.get(0);
    if (!first.equals(header)) {
      throw new IllegalArgumentException(
          "its history should begin with the line '%s'; it begins with '%s'"
              .formatted(header, shortened(first)));
    }
    History history = new History();
    for (int i = 1; i < lines.size(); i++) {
      history.add(epoch(lines.get(i), i + 1));
    }
    return history;
  }

  private static Epoch epoch(String line, int number) {
    String[] cells = line.split(",", -1);
    try {
      double[] v = new double[COLUMNS.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = Double.parseDouble(cells[i + 1]);
        require(!COLUMNS.get(i).contains("acc") || !(v[i] < 0 || v[i] > 1));
      }
      int epoch = Integer.parseInt(cells[0]);
      require(epoch > 0 && cells.length == v.length + 1);
      return new Epoch(epoch, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "line %d of its history should be an epoch and %d numbers, accuracies from 0 to 1; it is '%s'"
              .formatted(number, COLUMNS.size(), shortened(line)),
          e);
    }
  }

  private static void require(boolean fact) {
    if (!fact) {
      throw new IllegalArgumentException();
    }
  }

  private static String shortened(String line) {
    return line.length() > 100 ? line.substring(0, 100) + "..." : line;
  }

  @Override
  public String toString() {
    return epochs.isEmpty()
        ? "no epoch finished"
        : String.format(
            Locale.ROOT,
            "%d epochs, validation accuracy %.2f%%, at best %.2f%%",
            epochs.size(),
            100 * last().valAcc1(),
            100 * bestValAcc1());
  }
}
