package sevennets.analysis;

import java.util.ArrayList;
import java.util.List;
import sevennets.analysis.Summary.Layer;
import sevennets.ops.Shape;

/**
 * A part of a network as the papers' tables cut it: a module such as {@code layer1} or
 * {@code inception3a}, or, between modules, the layers up to a pool, such as {@code conv1 -
 * maxpool}.
 *
 * <pre>{@code
 * for (Stage stage : Stage.of(summary)) System.out.println(stage.name() + " " + stage.output() + " " + stage.macs());
 * }</pre>
 *
 * @param name the module's, or the first and the last layer's
 * @param layers in the order in which they are computed
 */
public record Stage(String name, List<Layer> layers) {

  /** A container that torchvision's nets put all but their heads in: its parts are the stages. */
  private static final String CONTAINER = "features.";

  /** The stages of a network, in the order in which they are computed. */
  public static List<Stage> of(Summary summary) {
    List<Stage> stages = new ArrayList<>();
    List<Layer> run = new ArrayList<>();
    String module = "";
    for (Layer layer : summary.layers()) {
      String next = module(layer.name());
      boolean pooled =
          next.isEmpty() && !run.isEmpty() && run.get(run.size() - 1).type().contains("Pool");
      if (!run.isEmpty() && (pooled || !next.equals(module))) {
        stages.add(new Stage(named(module, run), List.copyOf(run)));
        run.clear();
      }
      run.add(layer);
      module = next;
    }
    stages.add(new Stage(named(module, run), List.copyOf(run)));
    return stages;
  }

  /** The part of the network that a layer belongs to; empty if it stands on its own. */
  static String module(String layer) {
    String container = layer.startsWith(CONTAINER) ? CONTAINER : "";
    int end = layer.indexOf('.', container.length());
    return end < 0 ? "" : layer.substring(0, end);
  }

  private static String named(String module, List<Layer> run) {
    if (!module.isEmpty()) return module;
    String first = run.get(0).name(), last = run.get(run.size() - 1).name();
    return first.equals(last) ? first : first + " - " + last.substring(last.lastIndexOf('.') + 1);
  }

  /** What it passes on. */
  public Shape output() {
    return last().output();
  }

  /** Learnable parameters. */
  public long params() {
    return layers.stream().mapToLong(Layer::params).sum();
  }

  /** Multiply-adds for one image. */
  public long macs() {
    return layers.stream().mapToLong(Layer::macs).sum();
  }

  /**
   * Bytes of float32 that training on batches of {@code images} keeps of this stage for the
   * backward pass.
   */
  public long activationBytes(int images) {
    return layers.stream().mapToLong(layer -> layer.activationBytes(images)).sum();
  }

  /** Side of the square of input pixels that one output sees, in pixels. */
  public int receptiveField() {
    return last().receptiveField();
  }

  /** Pixels of the input from one output to the next. */
  public int stride() {
    return last().stride();
  }

  private Layer last() {
    return layers.get(layers.size() - 1);
  }
}
