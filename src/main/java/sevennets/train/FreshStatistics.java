package sevennets.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
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

  /** Enough that the mean over them wavers by a ninth of what one batch's does. */
  private static final int BATCHES = 80;

  /** Below it a batch moves nothing: the momentum is 0, and what was measured is not known. */
  private static final double STILL = 1e-6;

  private FreshStatistics() {}

  /**
   * Replaces a net's running statistics by their mean over batches of training images, as they are,
   * in an order of their own; of photographs that differ in size their middle is taken, as in
   * validation. A net without batch norm stays as it is, and so does any net if this is interrupted
   * or fails. Waits for a training of the same net on another thread to end.
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
    List<INDArray> statistics =
        new Parameters(net).views(net.params(), Parameters.Parameter::isStatistic);
    if (statistics.isEmpty()) return;
    Loader loader = Loader.training(
        train, Recipe.middleOf(train), normalisation, Math.min(batchSize, train.size()), seed);
    // A training that was stopped a moment ago may still be at its last batch, on another thread.
    synchronized (net.getConfiguration()) {
      measure(net, loader, Math.min(BATCHES, most), seed, statistics);
    }
  }

  /** While it measures, the statistics are of no use; whatever ends it, they are again. */
  private static void measure(
      ComputationGraph net, Loader loader, int batches, long seed, List<INDArray> statistics) {
    List<INDArray> before = statistics.stream().map(INDArray::dup).toList();
    List<INDArray> after = before;
    try {
      after = means(net, loader, batches, seed, statistics, before);
    } finally {
      for (int i = 0; i < after.size(); i++) statistics.get(i).assign(after.get(i));
    }
  }

  private static List<INDArray> means(
      ComputationGraph net,
      Loader loader,
      int batches,
      long seed,
      List<INDArray> statistics,
      List<INDArray> before) {
    List<double[]> sums = new ArrayList<>();
    statistics.forEach(values -> sums.add(new double[(int) values.length()]));
    double[] shares = null;
    int taken = 0;
    for (int epoch = 0; taken < batches; epoch++)
      for (Batch batch : loader.epoch(epoch, 0)) {
        if (shares == null) shares = shares(net, batch, seed, statistics);
        pass(net, batch, seed + taken, statistics, 0);
        add(statistics, sums);
        if (++taken == batches) break;
      }
    List<INDArray> means = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      double count = taken * shares[i];
      means.add(
          shares[i] < STILL
              ? before.get(i)
              : like(
                  before.get(i),
                  Arrays.stream(sums.get(i)).map(sum -> sum / count).toArray()));
    }
    return means;
  }

  /**
   * The share of a batch's statistics in the running ones, batch norm's momentum: a net may have
   * several, and 0.01 forgets so slowly that nothing can be waited for. The same batch from zeros
   * and from ones tells it.
   */
  private static double[] shares(
      ComputationGraph net, Batch batch, long chance, List<INDArray> statistics) {
    pass(net, batch, chance, statistics, 0);
    List<INDArray> fromZeros = statistics.stream().map(INDArray::dup).toList();
    pass(net, batch, chance, statistics, 1);
    double[] shares = new double[statistics.size()];
    for (int i = 0; i < shares.length; i++)
      shares[i] = 1 - statistics.get(i).sub(fromZeros.get(i)).meanNumber().doubleValue();
    return shares;
  }

  /** Leaves in the statistics what one batch makes of a start. */
  private static void pass(
      ComputationGraph net, Batch batch, long chance, List<INDArray> statistics, double start) {
    statistics.forEach(values -> values.assign(start));
    new NetGradients(net).gradient(batch, chance);
  }

  private static void add(List<INDArray> statistics, List<double[]> sums) {
    for (int i = 0; i < sums.size(); i++)
      for (int j = 0; j < sums.get(i).length; j++)
        sums.get(i)[j] += statistics.get(i).getDouble(j);
  }

  private static INDArray like(INDArray statistics, double[] values) {
    INDArray array = statistics.ulike();
    for (int j = 0; j < values.length; j++) array.putScalar(j, values[j]);
    return array;
  }
}
