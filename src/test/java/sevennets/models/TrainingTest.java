package sevennets.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family and every switch learns, and survives being saved. */
class TrainingTest {

  static Stream<Variant> nets() {
    return Narrow.all().values().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void everyParameterHasAFiniteGradientThatIsNotZero(Variant variant) {
    new Learning(variant, 4).everyParameterHasAFiniteGradientThatIsNotZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void oneBatchIsLearntByHeart(Variant variant) {
    new Learning(variant, 4).oneBatchIsLearntByHeart();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nets")
  void aSavedNetComputesTheSame(Variant variant, @TempDir Path folder) throws IOException {
    new Learning(variant, 4).aSavedNetComputesTheSame(folder);
  }
}
