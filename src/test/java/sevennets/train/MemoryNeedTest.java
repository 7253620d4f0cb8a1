package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import sevennets.data.Dataset;
import sevennets.data.Normalisation;

class MemoryNeedTest {
  private static final long MIB = 1L << 20;

  @Test
  void countsTwiceEveryActivationOfAnImage() {
    ComputationGraph net = Blobs.net();
    MemoryNeed need = MemoryNeed.of(net, new WeightUpdate(net, Blobs.recipe()), Blobs.training(), 1);
    int input = 8 * 8;
    int activations = 4 * 6 * 6;
    assertThat(need.perImage()).isEqualTo(2 * 4 * (input + 3 * activations + 4 + 1));
  }

  @Test
  void batchThatDoesNotFitIsRefusedWithTheLargestThatDoes() {
    MemoryNeed need = new MemoryNeed(500 * MIB, 10 * MIB);
    assertThatCode(() -> need.check(50, 1000 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> need.check(51, 1000 * MIB)).isInstanceOf(TrainingException.class)
        .hasMessageContaining("needs about 1010.0 MiB of memory at batch size 51")
        .hasMessageContaining("the largest batch that fits is 50 (--batch 50)");
    assertThatThrownBy(() -> need.check(1, 400 * MIB)).hasMessageContaining("not even a batch of 1 fits");
  }

  @Test
  void endOfMemoryDuringTrainingSaysWhatToLower() {
    Dataset greedy = new Greedy();
    assertThatThrownBy(() -> new Trainer(Blobs.net(), Blobs.recipe()).normalise(Normalisation.none(1))
        .fit(greedy, Blobs.validation())).isInstanceOf(TrainingException.class)
        .hasMessageContaining("out of memory in epoch 1, batch 1, with batches of 16 images")
        .hasMessageContaining("--batch 8");
  }

  /** Asks for more than Java can ever give. */
  private static final class Greedy implements Dataset {
    private final Blobs blobs = new Blobs(64, 1);

    @Override
    public String name() {
      return "greedy";
    }

    @Override
    public List<String> classes() {
      return blobs.classes();
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int height() {
      return Blobs.SIDE;
    }

    @Override
    public int width() {
      return Blobs.SIDE;
    }

    @Override
    public int size() {
      return blobs.size();
    }

    @Override
    public int label(int index) {
      return blobs.label(index);
    }

    @Override
    public void read(int index, float[] pixels) {
      pixels[0] = new long[Integer.MAX_VALUE][1].length;
    }
  }
}
