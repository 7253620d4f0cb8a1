package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FlatTest {
  /**
   * As many as a ResNet-20 has: OpenBLAS would give each of two threads a half, whose last few sums
   * it rounds otherwise.
   */
  private static final int LENGTH = 269_722;

  private final INDArray x = Nd4j.rand(LENGTH), y = Nd4j.rand(LENGTH);

  @Test
  void aTrainingThatEndsItsStepChangesNoBitOfAnothers() {
    INDArray alone = y.dup(), beside = y.dup();
    Flat.onOneThread(() -> Flat.add(alone, 0.3, x));
    Flat.onOneThread(() -> {
      CompletableFuture.runAsync(() -> Flat.onOneThread(() -> {})).join();
      Flat.add(beside, 0.3, x);
    });
    assertThat(beside.toFloatVector()).isEqualTo(alone.toFloatVector());
  }
}
