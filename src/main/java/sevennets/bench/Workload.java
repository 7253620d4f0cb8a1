package sevennets.bench;

import java.util.List;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.models.Variant;

/**
 * What is put before every contender alike.
 *
 * <pre>{@code
 * Workload step = Workload.of(Models.get("resnet20_cifar"), 128, Mode.TRAINING);
 * double billions = step.flops() / 1e9;  // forward and back, for one image
 * }</pre>
 *
 * @param arch the net's name
 * @param graph the net; for inference without auxiliary heads
 * @param batch images in a step
 */
public record Workload(String arch, Graph graph, int batch, Mode mode) {

  public Workload {
    if (batch < 1)
      throw new IllegalArgumentException("a batch must hold at least 1 image, received " + batch);
  }

  public static Workload of(Variant variant, int batch, Mode mode) {
    Graph graph = variant.graph();
    return new Workload(
        variant.name(),
        mode == Mode.INFERENCE ? graph.withoutAuxiliaryHeads() : graph,
        batch,
        mode);
  }

  /** Multiply-adds of the forward pass for one image, auxiliary heads included in training. */
  public long macs() {
    return graph.steps().stream().mapToLong(Step::macs).sum();
  }

  /**
   * Floating-point operations for one image: two a multiply-add, in training three passes of them
   * (outputs, gradients of weights, gradients of inputs), the last of which a layer on the image
   * itself is spared.
   */
  public double flops() {
    return mode == Mode.INFERENCE ? 2.0 * macs() : 2.0 * (3 * macs() - macsOnTheImage());
  }

  private long macsOnTheImage() {
    return graph.steps().stream()
        .filter(step -> step.inputs().equals(List.of(graph.input())))
        .mapToLong(Step::macs)
        .sum();
  }

  @Override
  public String toString() {
    return "%s %s, %s, batch %d".formatted(arch, graph.input().shape(), mode, batch);
  }
}
