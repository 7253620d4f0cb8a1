package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientSumsTest {
  private final INDArray first = Nd4j.rand(DataType.FLOAT, 2, 3, 5);
  private final INDArray second = Nd4j.rand(DataType.FLOAT, 2, 3, 5);
  private final INDArray expected = first.add(second);

  @Test
  void sumIsWrittenToTheFirstGradient() {
    INDArray sum = new GradientSums().of(first);
    assertThat(sum.addi(second)).isSameAs(sum).isEqualTo(expected);
    assertThat(first).isEqualTo(expected);
  }

  @Test
  void gradientsThatLieOtherwiseInMemoryAreAddedToo() {
    INDArray sum = new GradientSums().of(first);
    assertThat(sum.addi(second.dup('f'))).isEqualTo(expected);
  }

  @Test
  void whatIsNoGradientOfTheSameShapeIsAddedAsUsual() {
    INDArray sum = new GradientSums().of(first.dup());
    assertThat(sum.addi(Nd4j.ones(DataType.FLOAT, 2, 1, 5))).isEqualTo(first.add(1));
  }
}
