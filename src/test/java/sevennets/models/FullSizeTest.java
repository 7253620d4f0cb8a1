package sevennets.models;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Summary;

/** Every net of the registry learns at its full size, and survives being saved. Takes about an hour on two cores, and 12 GB. */
@Tag("slow")
class FullSizeTest {

  /** Bytes that a batch may take; the largest nets get one image instead of two. */
  private static final long MEMORY = 5_000_000_000L;

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

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void aSavedNetComputesTheSame(String name, @TempDir Path folder) throws IOException {
    learning(name).aSavedNetComputesTheSame(folder);
  }

  private static Learning learning(String name) {
    Variant variant = Models.get(name);
    return new Learning(variant, Summary.of(variant.graph()).trainingBytes(2) > MEMORY ? 1 : 2);
  }
}
