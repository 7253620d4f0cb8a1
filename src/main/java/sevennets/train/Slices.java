package sevennets.train;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.data.Batch;

/**
 * The workers' shares of the batch at hand, as Deeplearning4j asks for them. It never ends of
 * itself: another batch may come.
 */
final class Slices implements MultiDataSetIterator {
  private final Queue<MultiDataSet> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Divides a batch into equal shares, the first images first, with the same labels for each of a
   * net's outputs.
   */
  static MultiDataSet[] of(Batch batch, int count, int outputs) {
    int size = batch.size() / count;
    MultiDataSet[] slices = new MultiDataSet[count];
    for (int i = 0; i < count; i++) {
      INDArrayIndex images = NDArrayIndex.interval((long) i * size, (long) (i + 1) * size);
      INDArray[] labels = new INDArray[outputs];
      Arrays.fill(labels, batch.labels().get(images).dup());
      slices[i] = new org.nd4j.linalg.dataset.MultiDataSet(
          new INDArray[] {batch.images().get(images).dup()}, labels);
    }
    return slices;
  }

  /** Frees the memory of slices at once: the garbage collector does not feel it. */
  static void free(MultiDataSet[] slices) {
    for (MultiDataSet slice : slices) {
      slice.getFeatures(0).close();
      slice.getLabels(0).close();
    }
  }

  /** Lays shares ready. */
  void add(MultiDataSet[] slices) {
    waiting.addAll(Arrays.asList(slices));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public MultiDataSet next() {
    return waiting.remove();
  }

  @Override
  public MultiDataSet next(int images) {
    return next();
  }

  @Override
  public boolean resetSupported() {
    return false;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  /** There is nothing to go back to. */
  @Override
  public void reset() {}

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new IllegalArgumentException("batches come normalised; no pre-processor is needed");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }
}
