package sevennets.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The batches of one loader that are not in use, by size; their memory lies outside the Java heap
 * and is costly to take.
 */
final class SlotPool {

  /** A batch and the memory behind its arrays. */
  record Slot(Batch batch, FloatBuffer images, FloatBuffer labels) {
    /**
     * Tells ND4J that the arrays hold something new. Its CUDA backend copies to the card only what
     * it knows to have been written, and nothing that goes through these views does it see.
     */
    void written() {
      tell(batch.images().data());
      tell(batch.labels().data());
    }

    /** By way of a write that it does see. */
    private static void tell(DataBuffer data) {
      data.put(0, data.getFloat(0));
    }
  }

  private final Dataset dataset;
  private final Map<Integer, Queue<Slot>> free = new ConcurrentHashMap<>();

  SlotPool(Dataset dataset) {
    this.dataset = dataset;
  }

  Slot take(int size) {
    Slot slot = ofSize(size).poll();
    return slot != null ? slot : create(size);
  }

  void giveBack(Slot slot) {
    ofSize(slot.batch().size()).add(slot);
  }

  private Queue<Slot> ofSize(int size) {
    return free.computeIfAbsent(size, s -> new ConcurrentLinkedQueue<>());
  }

  private Slot create(int size) {
    // Detached: the caller may be inside a Deeplearning4j workspace, whose memory would be taken
    // back under the workers.
    INDArray images = Nd4j.createUninitializedDetached(
        DataType.FLOAT, size, dataset.channels(), dataset.height(), dataset.width());
    INDArray labels =
        Nd4j.createUninitializedDetached(DataType.FLOAT, size, dataset.classes().size());
    return new Slot(
        new Batch(images, labels, new int[size]),
        images.data().asNioFloat(),
        labels.data().asNioFloat());
  }
}
