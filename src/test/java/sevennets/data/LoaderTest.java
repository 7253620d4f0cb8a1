package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.files.DataException;

class LoaderTest {
  private static final Normalisation PLAIN = Normalisation.none(2);
  private static final Augmentation SHIFT_AND_FLIP =
      new PadAndCrop(1).then(new HorizontalFlip(0.5));

  @Test
  void imagesAreWrittenInChannelHeightWidthOrderAndLabelsOneHot() {
    Dataset dataset = new Numbered(5);
    Batch batch = Loader.evaluation(dataset, PLAIN, 3).epoch(0, 0).iterator().next();
    assertThat(batch.images().shape()).containsExactly(3, 2, 2, 3);
    assertThat(batch.images().dataType()).isEqualTo(DataType.FLOAT);
    for (int n = 0; n < 3; n++) {
      for (int i = 0; i < 12; i++) {
        assertThat(batch.images().getFloat(n, i / 6, i / 3 % 2, i % 3))
            .isEqualTo(Numbered.value(n, i));
      }
      assertThat(batch.labels().getRow(n).toFloatVector()).isEqualTo(oneHot(n % 4));
    }
    assertThat(batch.classes()).containsExactly(0, 1, 2);
  }

  @Test
  void normalisationIsOfEachChannel() {
    Normalisation normalisation = new Normalisation(new float[] {0.5f, 0.25f}, new float[] {2, 4});
    Batch batch = Loader.evaluation(new Numbered(1), normalisation, 1)
        .epoch(0, 0)
        .iterator()
        .next();
    assertThat(batch.images().getFloat(0, 0, 1, 2)).isEqualTo((Numbered.value(0, 5) - 0.5f) / 2);
    assertThat(batch.images().getFloat(0, 1, 0, 0)).isEqualTo((Numbered.value(0, 6) - 0.25f) / 4);
  }

  @Test
  void evaluationGivesEveryImageOnceInOrderAndALastSmallerBatch() {
    Loader loader = Loader.evaluation(new Numbered(10), PLAIN, 4);
    assertThat(loader.batches()).isEqualTo(3);
    assertThat(sizes(loader, 0)).containsExactly(4, 4, 2);
    assertThat(firstPixels(loader, 0, 0))
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> Numbered.value(i, 0)).toList());
  }

  @Test
  void trainingGivesFullBatchesOfDifferentImagesInAnOrderThatChangesEachEpoch() {
    Loader loader = Loader.training(new Numbered(103), Augmentation.none(), PLAIN, 10, 7);
    List<Float> first = firstPixels(loader, 0, 0);
    List<Float> second = firstPixels(loader, 1, 0);
    assertThat(first).hasSize(100).doesNotHaveDuplicates().isNotEqualTo(second);
    Set<Float> seen = new HashSet<>();
    for (int epoch = 0; epoch < 5; epoch++) {
      seen.addAll(firstPixels(loader, epoch, 0));
    }
    assertThat(seen).as("images left over in one epoch come in another").hasSize(103);
  }

  @Test
  void aDatasetSmallerThanABatchIsOneBatch() {
    assertThat(sizes(Loader.training(new Numbered(3), Augmentation.none(), PLAIN, 8, 7), 0))
        .containsExactly(3);
  }

  @Test
  void sameSeedSameBatchesWhateverTheThreadsDo() {
    List<float[]> calm =
        contents(Loader.training(new Numbered(200), SHIFT_AND_FLIP, PLAIN, 16, 3), 2, 0);
    List<float[]> restless =
        contents(Loader.training(new Restless(200), SHIFT_AND_FLIP, PLAIN, 16, 3), 2, 0);
    assertThat(restless).usingRecursiveComparison().isEqualTo(calm);
    List<float[]> otherSeed =
        contents(Loader.training(new Numbered(200), SHIFT_AND_FLIP, PLAIN, 16, 4), 2, 0);
    assertThat(otherSeed.get(0)).isNotEqualTo(calm.get(0));
  }

  @Test
  void anImageIsChangedInAnotherWayInEveryEpoch() {
    Loader loader = Loader.training(new Numbered(1), new PadAndCrop(1), PLAIN, 1, 3);
    Set<String> changes = new HashSet<>();
    for (int epoch = 0; epoch < 40; epoch++) {
      changes.add(Arrays.toString(contents(loader, epoch, 0).get(0)));
    }
    assertThat(changes).as("of the nine shifts by up to one pixel").hasSizeGreaterThan(6);
  }

  @Test
  void anEpochStartedAgainAtABatchGoesOnAsIfItHadNeverStopped() {
    List<float[]> whole =
        contents(Loader.training(new Numbered(100), SHIFT_AND_FLIP, PLAIN, 16, 3), 1, 0);
    List<float[]> resumed =
        contents(Loader.training(new Numbered(100), SHIFT_AND_FLIP, PLAIN, 16, 3), 1, 4);
    assertThat(resumed).usingRecursiveComparison().isEqualTo(whole.subList(4, whole.size()));
    assertThat(contents(Loader.training(new Numbered(100), SHIFT_AND_FLIP, PLAIN, 16, 3), 1, 6))
        .isEmpty();
  }

  @Test
  void threeBatchesOfMemoryServeEveryEpoch() {
    Loader loader = Loader.training(new Numbered(100), SHIFT_AND_FLIP, PLAIN, 10, 3);
    Set<Long> addresses = new HashSet<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      for (Batch batch : loader.epoch(epoch, 0)) {
        addresses.add(batch.images().data().address());
      }
    }
    assertThat(addresses).hasSizeLessThanOrEqualTo(Prefetch.AHEAD + 1);
  }

  @Test
  void aBatchStaysAsItIsWhileTheNextOnesAreMade() throws InterruptedException {
    Iterator<Batch> batches = Loader.training(new Numbered(100), SHIFT_AND_FLIP, PLAIN, 10, 3)
        .epoch(0, 0)
        .iterator();
    batches.next();
    Batch batch = batches.next();
    INDArray before = batch.images().dup();
    Thread.sleep(50);
    assertThat(batch.images()).isEqualTo(before);
  }

  @Test
  void noMoreThanTwoBatchesAreMadeAhead() throws InterruptedException {
    Numbered dataset = new Numbered(100);
    Iterator<Batch> batches = Loader.evaluation(dataset, PLAIN, 10).epoch(0, 0).iterator();
    batches.next();
    Thread.sleep(100);
    assertThat(dataset.reads.get()).isEqualTo(30);
  }

  @Test
  void aWorkersFailureReachesTheConsumerWithTheImageNamed() {
    Dataset broken = new Numbered(100) {
      @Override
      public void read(int index, float[] pixels) {
        if (index == 42) {
          throw new IllegalStateException("bad sector");
        }
        super.read(index, pixels);
      }
    };
    assertThatThrownBy(() -> contents(Loader.evaluation(broken, PLAIN, 10), 0, 0))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cannot make an example of image 42 of numbered: java.lang.IllegalStateException: bad sector");
  }

  @Test
  void aPixelThatIsNotFiniteIsNamed() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Dataset dataset = new Numbered(20) {
        @Override
        public void read(int index, float[] pixels) {
          super.read(index, pixels);
          pixels[11] = index == 7 ? bad : pixels[11];
        }
      };
      assertThatThrownBy(() -> contents(Loader.evaluation(dataset, PLAIN, 10), 0, 0))
          .isInstanceOf(DataException.class)
          .hasMessage("image 7 of numbered has a pixel that is not a finite number");
    }
  }

  @Test
  void anAugmentationThatChangesTheSizeIsRefusedWithBothShapes() {
    Augmentation shrink = (image, random) -> image.centreCrop(1, 1);
    assertThatThrownBy(() -> contents(Loader.training(new Numbered(1), shrink, PLAIN, 10, 1), 0, 0))
        .hasMessage(
            "image 0 of numbered is [2x1x1] after augmentation, the batches of numbered hold [2x2x3]; let the augmentation end in a crop");
  }

  @Test
  void anInterruptWhileWaitingEndsTheIterationAndStaysSet() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Dataset stuck = new Numbered(10) {
      @Override
      public void read(int index, float[] pixels) {
        reading.countDown();
        try {
          never.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread consumer = new Thread(() -> {
      try {
        outcome.set(Loader.evaluation(stuck, PLAIN, 5).epoch(0, 0).iterator().next());
      } catch (CancellationException e) {
        outcome.set(e.getMessage() + ", interrupted: " + Thread.currentThread().isInterrupted());
      }
    });
    consumer.start();
    reading.await();
    consumer.interrupt();
    consumer.join(5_000);
    never.countDown();
    assertThat(outcome.get())
        .isEqualTo("interrupted while waiting for batch 0 of epoch 0, interrupted: true");
  }

  private static List<Integer> sizes(Loader loader, int epoch) {
    return StreamSupport.stream(loader.epoch(epoch, 0).spliterator(), false)
        .map(Batch::size)
        .toList();
  }

  private static List<Float> firstPixels(Loader loader, int epoch, int from) {
    List<Float> pixels = new ArrayList<>();
    for (Batch batch : loader.epoch(epoch, from)) {
      for (int i = 0; i < batch.size(); i++) {
        pixels.add(batch.images().getFloat(i, 0, 0, 0));
      }
    }
    return pixels;
  }

  private static List<float[]> contents(Loader loader, int epoch, int from) {
    List<float[]> contents = new ArrayList<>();
    for (Batch batch : loader.epoch(epoch, from)) {
      contents.add(batch.images().dup().data().asFloat());
    }
    return contents;
  }

  private static float[] oneHot(int label) {
    float[] row = new float[4];
    row[label] = 1;
    return row;
  }

  /** The same images, each after a pause of a different length. */
  private static final class Restless extends Numbered {
    Restless(int size) {
      super(size);
    }

    @Override
    public void read(int index, float[] pixels) {
      super.read(index, pixels);
      try {
        Thread.sleep(0, index * 7919 % 100 * 1_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
