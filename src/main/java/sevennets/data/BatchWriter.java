package sevennets.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import sevennets.data.SlotPool.Slot;
import sevennets.files.DataException;

/**
 * Reads, augments and normalises examples, and writes them into a batch's memory. Safe to use from
 * several threads.
 */
final class BatchWriter {
  /** Reads an example ready to be normalised. */
  private interface Reading {
    void read(int index, Image image, RandomGenerator random);
  }

  private final Dataset dataset;
  private final Reading reading;
  private final Normalisation normalisation;
  private final double smoothing;
  private final Mixup mixup;
  private final ThreadLocal<Image> scratch = ThreadLocal.withInitial(Image::new);

  private BatchWriter(
      Dataset dataset,
      Reading reading,
      Normalisation normalisation,
      double smoothing,
      Mixup mixup) {
    if (normalisation.channels() != dataset.channels()) {
      throw new IllegalArgumentException("%s has %d channels, the normalisation has %d"
          .formatted(dataset.name(), dataset.channels(), normalisation.channels()));
    }
    this.dataset = dataset;
    this.reading = reading;
    this.normalisation = normalisation;
    this.smoothing = smoothing;
    this.mixup = mixup;
  }

  static BatchWriter training(
      Dataset dataset, Augmentation augmentation, Normalisation normalisation) {
    return new BatchWriter(
        dataset,
        (index, image, random) -> {
          dataset.read(index, image);
          augmentation.apply(image, random);
        },
        normalisation,
        0,
        null);
  }

  static BatchWriter evaluation(Dataset dataset, Normalisation normalisation) {
    return new BatchWriter(
        dataset,
        (index, image, random) -> dataset.read(
            index, image.reshape(dataset.channels(), dataset.height(), dataset.width())),
        normalisation,
        0,
        null);
  }

  BatchWriter withLabelSmoothing(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("label smoothing must lie in [0, 1), received " + share);
    }
    return new BatchWriter(dataset, reading, normalisation, share, mixup);
  }

  BatchWriter withMixup(Mixup newMixup) {
    return new BatchWriter(dataset, reading, normalisation, smoothing, newMixup);
  }

  Dataset dataset() {
    return dataset;
  }

  /** Writes one example of a batch. */
  void write(Slot slot, EpochPlan plan, int batch, int position) {
    int index = plan.index(batch, position);
    Image image = scratch.get();
    try {
      reading.read(index, image, plan.exampleRandom(index));
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DataException(
          "cannot make an example of %s: %s".formatted(dataset.describe(index), e), e);
    }
    dataset.requireSize(index, image);
    int length = image.channels() * image.height() * image.width();
    normalise(image, index);
    slot.images().put(position * length, image.pixels(), 0, length);
    writeLabel(slot, position, dataset.label(index));
  }

  /** What is done to a batch when all its examples are written. */
  void finish(Slot slot, EpochPlan plan, int batch) {
    if (mixup != null) {
      mixup.apply(slot, plan.batchRandom(batch));
    }
    slot.written();
  }

  private void normalise(Image image, int index) {
    float[] pixels = image.pixels();
    int plane = image.height() * image.width();
    int largest = 0;
    for (int c = 0; c < image.channels(); c++) {
      float mean = normalisation.mean(c);
      float std = normalisation.std(c);
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        pixels[i] = (pixels[i] - mean) / std;
        largest = Math.max(largest, Float.floatToRawIntBits(pixels[i]) & 0x7fffffff);
      }
    }
    // Without its sign, a float's bits grow with its value, and infinity and NaN come last.
    if (largest >= 0x7f800000) {
      throw new DataException(
          "%s has a pixel that is not a finite number".formatted(dataset.describe(index)));
    }
  }

  private void writeLabel(Slot slot, int position, int label) {
    int count = dataset.classes().size();
    boolean known = label != Dataset.UNLABELLED;
    float elsewhere = known ? (float) (smoothing / count) : 0;
    FloatBuffer labels = slot.labels();
    for (int i = 0; i < count; i++) {
      labels.put(position * count + i, elsewhere);
    }
    if (known) {
      labels.put(position * count + label, (float) (1 - smoothing + smoothing / count));
    }
    slot.batch().classes()[position] = label;
  }
}
