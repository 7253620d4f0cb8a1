package sevennets.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import sevennets.plot.Figure;
import sevennets.plot.Plots;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A famous figure or table, and the ablation whose stored runs draw it again.
 *
 * @param title where it stands, such as {@code ResNet, figures 1 and 6}
 * @param shows what it is famous for, with the paper's own values
 * @param ablation the name of the ablation
 * @param drawing how it is drawn from the runs
 */
record Exhibit(String title, String shows, String ablation, Drawing drawing) {

  /** How a figure is drawn. */
  enum Drawing {
    /** Error on the training images, epoch by epoch. */
    TRAINING_ERROR,
    /** Loss on the training images, epoch by epoch. */
    TRAINING_LOSS,
    /** The measure of each arm, and the paper's beside it where every arm has a figure. */
    BARS,
    /** Test error against the number of parameters, a line a group. */
    ERROR_BY_PARAMETERS
  }

  /** The figures of the series' papers that are known beyond them. */
  static List<Exhibit> all() {
    return List.of(
        new Exhibit(
            "AlexNet, figure 1",
            "A four-layer net with ReLUs reaches a training error of 25% on CIFAR-10 six times faster than with tanh units.",
            "alexnet-relu",
            Drawing.TRAINING_ERROR),
        new Exhibit(
            "VGG, Table 3",
            "Deeper is better up to 16 layers: top-1 errors of 29.6 (A), 28.7 (B), 27.0 (D), 27.3% (E) at one scale.",
            "vgg-depth",
            Drawing.BARS),
        new Exhibit(
            "ResNet, figures 1 and 6",
            "Degradation: the deeper plain net has the higher training error, the deeper residual net the lower one.",
            "resnet-depth",
            Drawing.TRAINING_LOSS),
        new Exhibit(
            "DenseNet, figure 3 (4 in the preprint)",
            "At equal parameters DenseNets err less than ResNets, or need a third of the parameters for the same error.",
            "densenet-resnet",
            Drawing.ERROR_BY_PARAMETERS),
        new Exhibit(
            "DenseNet, figure 5",
            "Late layers use what early layers computed: weights that reach across a whole block are not small.",
            "densenet-connections",
            Drawing.BARS),
        new Exhibit(
            "SENet, figure 6",
            "Gates lower the training error throughout training.",
            "senet-reduction",
            Drawing.TRAINING_LOSS),
        new Exhibit(
            "SENet, Table 10",
            "Top-1 error 23.30% without gates, 22.28% with r = 16, and much the same from 2 to 16.",
            "senet-reduction",
            Drawing.BARS),
        new Exhibit(
            "EfficientNet, figure 8 and Table 7",
            "At equal cost compound scaling (81.1% in version 5) beats depth (79.0%), width (78.9%) and resolution (79.1%) alone.",
            "efficientnet-scaling",
            Drawing.BARS),
        new Exhibit(
            "All-Convolutional Net, Table 3",
            "Errors of 9.74 (pool), 10.19 (strided), 9.31 (a layer more and a pool), 9.08% (a layer more that strides).",
            "allcnn-pooling",
            Drawing.BARS),
        new Exhibit(
            "Spatial Transformer, Table 1",
            "On digits that are turned, scaled and shifted, 0.5% of errors with a transformer and 0.8% without.",
            "stn-distorted",
            Drawing.BARS));
  }

  /** The figure from a report's runs; empty where it has none. */
  Optional<Figure> figure(Report report) {
    if (report.outcomes().isEmpty()) return Optional.empty();
    return Optional.of(
        switch (drawing) {
          case TRAINING_LOSS -> Figure.of(Plots.bands("train_loss", report.curves("train_loss")));
          case TRAINING_ERROR -> Figure.of(Plots.bands("train_error", errors(report)));
          case BARS -> Figure.of(bars(report));
          case ERROR_BY_PARAMETERS -> Figure.of(byParameters(report));
        });
  }

  private static Map<String, Table> errors(Report report) {
    Map<String, Table> errors = new LinkedHashMap<>();
    report
        .curves("train_acc1")
        .forEach((arm, accuracy) -> errors.put(
            arm,
            Table.create(
                "train_error",
                accuracy.column("epoch").copy(),
                accuracy.doubleColumn("train_acc1").multiply(-1).add(1).setName("train_error"),
                accuracy.doubleColumn("train_acc1_std").copy().setName("train_error_std"))));
    return errors;
  }

  private static CategoryChart bars(Report report) {
    List<Row> rows = report.rows();
    Table table = Table.create(
        "arms",
        StringColumn.create("arm", rows.stream().map(Row::name).toList()),
        DoubleColumn.create("here", rows.stream().map(Row::mean).toList()),
        DoubleColumn.create("here_std", rows.stream().map(Row::deviation).toList()),
        DoubleColumn.create(
            "paper", rows.stream().map(r -> r.arm().paper().orElse(Double.NaN)).toList()));
    boolean figures = rows.stream().allMatch(r -> r.arm().paper().isPresent());
    CategoryChart chart =
        figures ? Plots.bars(table, "arm", "here", "paper") : Plots.bars(table, "arm", "here");
    chart.setYAxisTitle(report.ablation().measure().title());
    return chart;
  }

  private static XYChart byParameters(Report report) {
    XYChart chart = Plots.xy("log10 of the number of parameters", "test error, %", 720, 440);
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    report
        .rows()
        .forEach(row -> groups
            .computeIfAbsent(row.arm().group(), g -> new java.util.ArrayList<>())
            .add(row));
    groups.forEach((group, rows) -> Plots.line(
        chart,
        group,
        rows.stream().mapToDouble(r -> Math.log10(r.params())).toArray(),
        rows.stream().mapToDouble(Row::mean).toArray()));
    return chart;
  }
}
