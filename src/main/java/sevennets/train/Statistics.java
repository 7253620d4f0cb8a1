package sevennets.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm's running means and variances: they lie among the weights, and nothing is learnt about
 * them.
 */
final class Statistics {
  private final List<INDArray> values;
  private final List<INDArray> inGradient;
  private List<INDArray> kept = List.of();

  /** Those of a net that has a gradient. */
  Statistics(ComputationGraph net) {
    Parameters parameters = new Parameters(net);
    values = parameters.views(net.params(), Parameters.Parameter::isStatistic);
    inGradient = parameters.views(net.getGradientsViewArray(), Parameters.Parameter::isStatistic);
  }

  /**
   * Deeplearning4j's batch norm hands out the change of its running statistics as if it were a
   * gradient; ours updates them itself and leaves zeros. Either way nothing is left for the
   * optimizer.
   */
  void takeChange() {
    for (int i = 0; i < values.size(); i++) {
      Flat.add(values.get(i), -1, inGradient.get(i));
      Flat.scale(inGradient.get(i), 0);
    }
  }

  /** Remembers them: a forward pass moves them, before it is known whether the step is taken. */
  void keep() {
    if (kept.isEmpty()) kept = values.stream().map(INDArray::dup).toList();
    for (int i = 0; i < kept.size(); i++) kept.get(i).assign(values.get(i));
  }

  /** Puts back what was kept last. */
  void giveBack() {
    for (int i = 0; i < kept.size(); i++) values.get(i).assign(kept.get(i));
  }

  /** Copies them to their places in the gradient. */
  void toGradient() {
    for (int i = 0; i < values.size(); i++) {
      inGradient.get(i).assign(values.get(i));
    }
  }

  /** Takes them from their places in the gradient, and leaves zeros there. */
  void fromGradient() {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).assign(inGradient.get(i));
      inGradient.get(i).assign(0);
    }
  }
}
