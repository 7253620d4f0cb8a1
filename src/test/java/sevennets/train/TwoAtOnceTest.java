package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Who trains or asks a net beside others gets what he gets alone. ND4J has a generator for each
 * thread, so that dropout here is nothing to dropout there.
 */
class TwoAtOnceTest {
  private static final int THREADS = 2;
  private static final List<Integer> SEEDS = List.of(3, 4);

  @Test
  void twoTrainingsGiveWhatEachGivesAlone() throws Exception {
    List<float[]> alone = SEEDS.stream().map(seed -> trained(seed, 1)).toList();
    assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
    List<float[]> together = together(i -> trained(SEEDS.get(i), 1));
    for (int i = 0; i < THREADS; i++) assertThat(together.get(i)).isEqualTo(alone.get(i));
  }

  @Test
  void twoTrainingsOfTwoWorkersEachGiveWhatEachGivesAlone() throws Exception {
    List<float[]> alone = SEEDS.stream().map(seed -> trained(seed, 2)).toList();
    List<float[]> together = together(i -> trained(SEEDS.get(i), 2));
    for (int i = 0; i < THREADS; i++) assertThat(together.get(i)).isEqualTo(alone.get(i));
  }

  @Test
  void oneNetAskedByTwoThreadsAnswersEachAsIfItWereAlone() throws Exception {
    ComputationGraph net = Blobs.ours();
    List<float[][]> alone = SEEDS.stream().map(seed -> answers(net, seed)).toList();
    List<float[][]> together = together(i -> answers(net, SEEDS.get(i)));
    for (int i = 0; i < THREADS; i++) assertThat(together.get(i)).isDeepEqualTo(alone.get(i));
  }

  /** By dropout, stochastic depth and a loader of its own. */
  private static float[] trained(int seed, int workers) {
    Trainer trainer =
        new Trainer(Blobs.ours(), Blobs.recipe().withEpochs(2).withSeed(seed)).workers(workers);
    trainer.fit(Blobs.training(), Blobs.validation());
    return trainer.net().params().dup().data().asFloat();
  }

  /** To batches of more sizes than plans are kept for, so that plans give way to each other. */
  private static float[][] answers(ComputationGraph net, int seed) {
    Nd4j.getRandom().setSeed(seed);
    return IntStream.range(0, 60)
        .mapToObj(i -> Nd4j.rand(1 + i * (seed + 4) % 20, 1, Blobs.SIDE, Blobs.SIDE))
        .map(images -> net.output(images)[0].dup().data().asFloat())
        .toArray(float[][]::new);
  }

  private interface Work<T> {
    T of(int index) throws Exception;
  }

  private static <T> List<T> together(Work<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<T>> futures = threads.invokeAll(IntStream.range(0, THREADS)
          .mapToObj(i -> (Callable<T>) () -> {
            start.await();
            return work.of(i);
          })
          .toList());
      return List.of(futures.get(0).get(), futures.get(1).get());
    } finally {
      threads.shutdownNow();
    }
  }
}
