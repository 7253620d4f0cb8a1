package sevennets.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Summary;

/**
 * Every net of the registry learns at its full size, and survives being saved. Takes 36 minutes on
 * one core, and 17 GB.
 */
@Tag("slow")
class FullSizeTest {

  /** Bytes that a batch may take; the largest nets get one image instead of two. */
  private static final long MEMORY = 5_000_000_000L;

  /**
   * The collector doesn't see how much memory outside the heap hangs on the last net's few objects.
   */
  @AfterEach
  void letGo() {
    System.gc();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void everyParameterHasAFiniteGradientThatIsNotZero(String name) {
    learning(name).everyParameterHasAFiniteGradientThatIsNotZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void oneBatchIsLearntByHeart(String name) {
    learning(name).oneBatchIsLearntByHeart();
  }

  /**
   * Deeplearning4j reads a saved net into one of Java's arrays, of 2 GB at most: too small for
   * vit_huge_patch14_224 alone.
   */
  static Stream<String> loadable() {
    return Models.names().stream()
        .filter(name ->
            Summary.of(Models.get(name).graph()).params() * Float.BYTES < Integer.MAX_VALUE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loadable")
  void aSavedNetComputesTheSame(String name, @TempDir Path folder) throws IOException {
    learning(name).aSavedNetComputesTheSame(folder);
  }

  private static Learning learning(String name) {
    Variant variant = Models.get(name);
    return new Learning(variant, Summary.of(variant.graph()).trainingBytes(2) > MEMORY ? 1 : 2);
  }
}
