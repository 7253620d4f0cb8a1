package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.data.Dataset;
import sevennets.data.Normalisation;

class MemoryNeedTest {
  private static final long MIB = 1L << 20;

  @Test
  void countsTheActivationsOfAnImageOnceToFiveTimes() {
    ComputationGraph net = Blobs.net();
    MemoryNeed need =
        MemoryNeed.of(net, new WeightUpdate(net, Blobs.recipe()), Blobs.training(), 1);
    int input = 8 * 8;
    int map = 4 * 6 * 6;
    int activations = 4 * (input + 3 * map + 4 + 1);
    assertThat(need.least()).isEqualTo(activations);
    assertThat(need.most()).isEqualTo(5 * activations);
  }

  @Test
  void batchThatCannotFitIsRefusedAndOneThatMayNotIsWarnedOf() {
    MemoryNeed need = new MemoryNeed(500 * MIB, 10 * MIB, 25 * MIB);
    assertThat(need.check(20, 1000 * MIB)).isEmpty();
    assertThat(need.check(50, 1000 * MIB))
        .hasValueSatisfying(warning -> assertThat(warning)
            .contains("needs 1000.0 MiB to 1.7 GiB of memory at batch size 50")
            .contains("the largest batch that surely fits is 20 (--batch 20)"));
    assertThatThrownBy(() -> need.check(51, 1000 * MIB))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("needs 1010.0 MiB to 1.7 GiB of memory at batch size 51");
    assertThatThrownBy(() -> need.check(9, 515 * MIB))
        .hasMessageContaining("the largest batch that may fit is 1 (--batch 1)");
    assertThatThrownBy(() -> need.check(1, 400 * MIB))
        .hasMessageContaining("not even a batch of 1 fits");
  }

  @Test
  void trainingTakesWhatWasEstimated() throws Exception {
    assertEstimateHolds("resnet20_cifar", 64);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "resnet20_cifar, 256",
    "alexnet_small, 128",
    "vgg11_small, 128",
    "googlenet_small, 32",
    "densenet_small, 64",
    "seresnet20_cifar, 128",
    "efficientnet_small, 32"
  })
  void otherNetsDoToo(String net, int batch) throws Exception {
    assertEstimateHolds(net, batch);
  }

  /** In a process of its own: what others had before would be counted, too. */
  private static void assertEstimateHolds(String net, int batch) throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")),
        "only Linux tells a process's greatest size");
    Process run = new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredRun.class.getName(),
            net,
            String.valueOf(batch))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    Properties told = new Properties();
    told.load(run.inputReader());
    assertThat(run.waitFor()).isZero();
    assertThat(number(told, "peak"))
        .as("the memory taken, in bytes")
        .isBetween(
            number(told, "fixed") + batch * number(told, "least"),
            number(told, "fixed") + batch * number(told, "most"));
  }

  private static long number(Properties told, String name) {
    return Long.parseLong(told.getProperty(name));
  }

  @Test
  void endOfMemoryDuringTrainingSaysWhatToLower() {
    Dataset greedy = new Greedy();
    assertThatThrownBy(() -> new Trainer(Blobs.net(), Blobs.recipe())
            .normalise(Normalisation.none(1))
            .fit(greedy, Blobs.validation()))
        .isInstanceOf(TrainingException.class)
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
