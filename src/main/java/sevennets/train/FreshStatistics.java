package sevennets.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Augmentation;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;

/**
 * Batch norm's means and variances, measured again with the weights that training ended with. The
 * running ones mix in what earlier weights gave, which matters where an epoch has few steps or the
 * weights are an average. Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 2, line 10.
 *
 * <pre>{@code
 * FreshStatistics.measure(net, data.train(), normalisation, 128, 100, 1);  // batch norm's, over 100 batches
 * }</pre>
 */
public final class FreshStatistics {

  /** In the first half what the running statistics were before is forgotten: 0.9^40 = 1.5%. */
  private static final int BATCHES = 80;

  private FreshStatistics() {}

  /**
   * Replaces a net's running statistics by their mean over batches of training images, as they are,
   * in an order of their own. A net without batch norm stays as it is.
   *
   * @param most batches taken: no more than training had, so that a trial of a step costs a step
   * @param seed of the order, and of dropout where the net has it
   */
  public static void measure(
      ComputationGraph net,
      Dataset train,
      Normalisation normalisation,
      int batchSize,
      int most,
      long seed) {
    Parameters parameters = new Parameters(net);
    List<INDArray> statistics = parameters.views(net.params(), Parameters.Parameter::isStatistic);
    if (statistics.isEmpty()) return;
    List<double[]> sums = new ArrayList<>();
    statistics.forEach(values -> sums.add(new double[(int) values.length()]));
    Loader loader = Loader.training(
        train, Augmentation.none(), normalisation, Math.min(batchSize, train.size()), seed);
    int batches = Math.min(BATCHES, most), forgetting = batches / 2, taken = 0;
    for (int epoch = 0; taken < batches; epoch++)
      for (Batch batch : loader.epoch(epoch, 0)) {
        pass(net, batch, seed + taken);
        if (++taken > forgetting) add(statistics, sums, batches - forgetting);
        if (taken == batches) break;
      }
    for (int i = 0; i < sums.size(); i++) assign(statistics.get(i), sums.get(i));
  }

  private static void pass(ComputationGraph net, Batch batch, long chance) {
    new NetGradients(net).gradient(batch, chance);
  }

  private static void add(List<INDArray> statistics, List<double[]> sums, int averaged) {
    for (int i = 0; i < sums.size(); i++)
      for (int j = 0; j < sums.get(i).length; j++)
        sums.get(i)[j] += statistics.get(i).getDouble(j) / averaged;
  }

  private static void assign(INDArray statistics, double[] values) {
    for (int j = 0; j < values.length; j++) statistics.putScalar(j, values[j]);
  }
}
