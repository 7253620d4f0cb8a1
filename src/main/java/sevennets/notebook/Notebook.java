package sevennets.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BubbleChart;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.RadarChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.IChart;
import sevennets.analysis.Block;
import sevennets.analysis.Diagram;
import sevennets.analysis.Outline;
import sevennets.analysis.Summary;
import sevennets.claims.Ablation;
import sevennets.claims.Budget;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Shape;
import sevennets.plot.Figure;
import sevennets.plot.ImageGrid;
import sevennets.plot.LayerTable;
import sevennets.plot.Waterfall;
import sevennets.reporting.Project;
import sevennets.reporting.Report;
import sevennets.reporting.Room;
import sevennets.running.Standing;
import sevennets.running.Store;
import sevennets.running.Sweep;
import sevennets.train.Progress;
import sevennets.train.StopSignal;
import sevennets.train.TerminalProgress;
import tech.tablesaw.api.Table;

/**
 * The first call of every notebook, and what its cells show things with.
 *
 * <pre>{@code
 * var profile = Notebook.setup();  // the first line of every notebook
 * new Trainer(net, recipe).listen(Notebook.live()).fit(data.train(), data.validation());
 * }</pre>
 */
public final class Notebook {
  private static final List<Class<? extends IChart>> CHARTS = List.of(
      XYChart.class,
      CategoryChart.class,
      BubbleChart.class,
      HeatMapChart.class,
      HorizontalBarChart.class,
      BoxChart.class,
      PieChart.class,
      RadarChart.class);

  /** Layers of a net; the table of a longer one is folded by stage. */
  private static final int READ_AT_ONCE = 24;

  private Notebook() {}

  /**
   * The first line of every notebook, {@code var profile = sevennets.notebook.Notebook.setup();}:
   * imports the library ({@link Imports}), makes the notebook show tables, charts and image grids,
   * and keeps the libraries' log lines out of it. Outside a notebook it does nothing but the last.
   *
   * @return the profile that this run is in
   */
  public static Profile setup() {
    quiet();
    JupyterKernel.running().ifPresent(Notebook::register);
    Parent.watch();
    Canvas.warmUp();
    return Profile.current();
  }

  /**
   * A photograph that comes with the series, {@code chelsea.png} for instance: beside the notebook
   * in {@code your-photos}, or where the clone has it, if the notebook is a copy in another folder.
   */
  public static Path photograph(String name) {
    Path beside = Path.of("your-photos", name);
    return Files.exists(beside) ? beside : Project.folder().resolve("notebooks").resolve(beside);
  }

  /**
   * A new live view of one training run, below the cell that starts it; in a terminal, a line of
   * progress.
   */
  public static Progress live() {
    return live("");
  }

  /** The same with a title, for a cell that trains one net after the other. */
  public static Progress live(String name) {
    return JupyterKernel.running()
        .<Progress>map(kernel -> new LiveView(name, kernel))
        .orElseGet(() -> new TerminalProgress(System.out, TerminalProgress.hasTerminal()));
  }

  /** A new live table of one sweep, below the cell that starts it; in a terminal, a line a run. */
  public static Sweep.Listener liveSweep() {
    return JupyterKernel.running()
        .<Sweep.Listener>map(SweepView::new)
        .orElseGet(() -> new SweepView(new Lines(System.out)));
  }

  /**
   * Trains what is left of an ablation, with a live table below the cell, and reports; the store is
   * that of {@code ./lab ablate}. Interrupted, it is saved, and the same cell goes on.
   *
   * @param profile {@code smoke}, {@code quick} or {@code full}
   */
  public static Report ablate(Ablation ablation, String profile) {
    return ablate(ablation, ablation.budget(profile));
  }

  /** The same at a size of one's own: {@code claim.budget("quick").withBatch(32).withSize(16)}. */
  public static Report ablate(Ablation ablation, Budget budget) {
    Store store = new Store(Project.folder().resolve(Ablation.STORE));
    Standing end = new Sweep(ablation, budget, store).run(liveSweep());
    return new Report(ablation, budget, end.outcomes()).withTrials(end.trials());
  }

  /**
   * Shows a table, a chart, an image grid, a figure, a net's summary or an ablation's report below
   * the cell: for a cell that shows more than its last value. In a terminal it prints what a screen
   * reader would say.
   *
   * @throws IllegalArgumentException if the value is none of these
   */
  public static void show(Object value) {
    Screen screen = JupyterKernel.running()
        .<Screen>map(kernel -> kernel)
        .orElseGet(() -> new Lines(System.out));
    screen.canvas().finish(() -> shown(value));
  }

  /**
   * Draws the block that a function on nodes writes, every layer of it: {@code Notebook.draw(x ->
   * residual(x, 32, 2), Shape.image(16, 32, 32))}. The drawing is the cell's value, or goes to
   * {@link #show}.
   *
   * @param input shape of what the block reads
   */
  public static Diagram draw(UnaryOperator<Node> block, Shape input) {
    return Diagram.of("", Block.of(input, block));
  }

  /** The same with a caption. Two drawings stand next to each other by {@link Diagram#beside}. */
  public static Diagram draw(String caption, UnaryOperator<Node> block, Shape input) {
    return Diagram.of(caption, Block.of(input, block)).captioned(caption);
  }

  /**
   * Draws one part of a net, every layer of it.
   *
   * @param scope what its names begin with, such as {@code layer2.0} or {@code inception3a}
   */
  public static Diagram draw(Graph net, String scope) {
    return Diagram.of(scope, Block.in(net, scope)).captioned(scope);
  }

  /** Draws a whole net, as fine as is still readable. */
  public static Diagram draw(Graph net) {
    return Diagram.of("", net);
  }

  /**
   * Draws a whole net as fine as is asked for: {@code Fold.STAGES} are the rows of a paper's table,
   * {@code Fold.LAYERS} is every layer, however many.
   */
  public static Diagram draw(Graph net, Outline.Fold fold) {
    return Diagram.of("", Outline.of(net, fold));
  }

  /**
   * A recap of what the reader predicted in this notebook, the farthest off first: the last cell of
   * a chapter.
   */
  public static Table guesses() {
    List<Guess> all = Check.guesses();
    long made = all.stream().filter(one -> one.guess() != null).count();
    if (made == 0)
      System.out.println(
          "No guess was written down: put yours into the cell below \"Predict\", and run again.");
    else System.out.printf("%d of %d predictions were made.%n", made, all.size());
    return Guess.table(all);
  }

  /**
   * Shows what a class of this library is for, and its methods, as in
   * {@code Notebook.help(Conv.class)}: for kernels whose own help (Shift-Tab) has no Javadoc.
   *
   * @throws IllegalArgumentException if the class is not of this library
   */
  public static void help(Class<?> type) {
    show(Help.of(type));
  }

  static Shown shown(Object value) {
    if (value instanceof Shown shown) return shown;
    if (value instanceof Table table) return HtmlTable.of(table);
    if (value instanceof IChart chart) return Shown.of(Figure.of(chart));
    if (value instanceof ImageGrid grid) return Shown.of(Figure.of(grid));
    if (value instanceof Figure figure) return Shown.of(figure);
    if (value instanceof Diagram diagram) return new Shown(diagram.html(), diagram.altText());
    if (value instanceof Waterfall fall) return new Shown(fall.svg(), fall.altText());
    if (value instanceof Summary summary) return shown(summary);
    if (value instanceof Report report) return new Shown(report.fragment(), report.markdown());
    if (value instanceof Room room) return new Shown(room.fragment(), room.markdown());
    throw new IllegalArgumentException(
        "can show a Table, an XChart chart, an ImageGrid, a Figure, a Diagram, a Waterfall, a Summary, a Report or a Room; received "
            + (value == null ? "null" : value.getClass().getName()));
  }

  private static Shown shown(Summary summary) {
    int layers = summary.layers().size();
    if (layers <= READ_AT_ONCE) return HtmlTable.of(LayerTable.of(summary));
    Table stages = LayerTable.stages(summary, 1);
    return layers < HtmlTable.ROWS
        ? HtmlTable.folded(stages, "all layers", LayerTable.of(summary))
        : HtmlTable.of(stages);
  }

  private static void register(JupyterKernel kernel) {
    CHARTS.forEach(type -> kernel.render(type, Notebook::shown));
    kernel.render(Table.class, Notebook::shown);
    kernel.render(ImageGrid.class, Notebook::shown);
    kernel.render(Figure.class, Notebook::shown);
    kernel.render(Diagram.class, Notebook::shown);
    kernel.render(Waterfall.class, Notebook::shown);
    kernel.render(Summary.class, Notebook::shown);
    kernel.render(Report.class, Notebook::shown);
    kernel.render(Room.class, Notebook::shown);
    Imports.into(kernel);
    StopSignal.alsoWhen(kernel::cellEnded);
  }

  /** Before the first class of theirs is loaded, or they would have read their settings already. */
  private static void quiet() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.setProperty("org.slf4j.simpleLogger.log.org.bytedeco.javacpp", "error");
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
  }
}
