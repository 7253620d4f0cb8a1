package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What every net must be able to do, on one batch of noise, each image of its own class. */
final class Learning {

  private static final int STEPS = 60;
  private static final int BEGINNINGS = 16;
  private static final double[] RATES = {3e-3, 3e-4};

  /**
   * Parameters. Beyond, what Adam remembers and reckons with, six vectors as long as they, would
   * take over 12 GB.
   */
  private static final long MOST_FOR_ADAM = 350_000_000;

  private static final double SIGN_RATE = 3e-4;

  private final Variant variant;
  private final int images;

  /** @param images in the batch; as many classes at least */
  Learning(Variant variant, int images) {
    this.variant = variant;
    this.images = images;
  }

  /**
   * Not zero from one beginning at least: a block may be left out for all images, and a gate's few
   * ReLUs may all be shut.
   */
  void everyParameterHasAFiniteGradientThatIsNotZero() {
    Set<String> zero = zeroGradients(3);
    for (int seed = 4; !zero.isEmpty() && seed < 3 + BEGINNINGS; seed++)
      zero.retainAll(zeroGradients(seed));
    assertThat(zero).as("parameters whose gradient is zero").isEmpty();
  }

  private Set<String> zeroGradients(int seed) {
    ComputationGraph net = variant.net(seed);
    feed(net);
    Nd4j.getRandom().setSeed(seed); // or the same blocks would be left out each time
    net.computeGradientAndScore();
    Set<String> zero = new HashSet<>();
    for (Layer layer : net.getLayers())
      for (String key : learnt(layer)) {
        String name = layer.conf().getLayer().getLayerName() + "_" + key;
        double size = net.gradient().getGradientFor(name).norm2Number().doubleValue();
        assertThat(size).as("norm of the gradient of " + name).isFinite();
        if (size == 0) zero.add(name);
      }
    return zero;
  }

  /**
   * Deep nets without batch norm die at the first rate, and a slower one would cost all the others
   * many steps.
   */
  void oneBatchIsLearntByHeart() {
    double[] fallen =
        Arrays.stream(RATES).map(this::fall).takeWhile(f -> !(f <= 0.5)).toArray();
    assertThat(fallen).as("lowest loss over the first, by rate").hasSizeLessThan(RATES.length);
  }

  /** The lowest loss, as a share of the first; it stops at a half. */
  private double fall(double rate) {
    ComputationGraph net = variant.net(5);
    feed(net);
    double first = loss(net), best = first;
    Descent descent =
        net.numParams() > MOST_FOR_ADAM ? () -> followSigns(net) : new Adam(net, rate);
    for (int step = 0; step < STEPS && best > first / 2; step++) {
      descent.step();
      best = Math.min(best, loss(net));
    }
    return best / first;
  }

  /** @param folder where there is room for the net */
  void aSavedNetComputesTheSame(Path folder) throws IOException {
    ComputationGraph net = variant.net(7);
    File file = folder.resolve("net.zip").toFile();
    ModelSerializer.writeModel(net, file, false);
    INDArray expected = net.output(images())[0];
    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file, false);
    assertThat(loaded.output(images())[0]).isEqualTo(expected);
    assertThat(file.delete()).as("deleted").isTrue();
  }

  private interface Descent {
    void step();
  }

  /** Adam's very first step, again and again: it needs no memory of its own. */
  private static void followSigns(ComputationGraph net) {
    INDArray signs = Transforms.sign(net.getFlattenedGradients(), false);
    net.params().subi(signs.muli(SIGN_RATE).reshape(net.params().shape()));
  }

  /**
   * The optimizer of Kingma and Ba 2014, arXiv:1412.6980; batch norms keep their own statistics,
   * whose gradient is zero.
   */
  private static final class Adam implements Descent {
    private final ComputationGraph net;
    private final double rate;
    private final INDArray mean, square;
    private int steps;

    Adam(ComputationGraph net, double rate) {
      this.net = net;
      this.rate = rate;
      mean = Nd4j.zeros(DataType.FLOAT, net.params().shape());
      square = mean.dup();
    }

    @Override
    public void step() {
      INDArray gradient = net.getFlattenedGradients().reshape(mean.shape());
      steps++;
      mean.muli(0.9).addi(gradient.mul(0.1));
      square.muli(0.99).addi(gradient.mul(gradient).muli(0.01));
      INDArray size =
          Transforms.sqrt(square.div(1 - Math.pow(0.99, steps)), false).addi(1e-8);
      net.params().subi(mean.div(1 - Math.pow(0.9, steps)).divi(size).muli(rate));
    }
  }

  /**
   * A batch norm's running statistics are parameters to Deeplearning4j, but nothing learns them.
   */
  private static String[] learnt(Layer layer) {
    return layer.paramTable().keySet().stream()
        .filter(key -> !key.equals("mean") && !key.equals("var"))
        .toArray(String[]::new);
  }

  private static double loss(ComputationGraph net) {
    net.computeGradientAndScore();
    return net.score();
  }

  private void feed(ComputationGraph net) {
    INDArray[] labels = new INDArray[net.getNumOutputArrays()];
    INDArray own = Nd4j.zeros(DataType.FLOAT, images, variant.classes());
    for (int i = 0; i < images; i++) own.putScalar(i, i, 1);
    Arrays.fill(labels, own);
    net.setInputs(images());
    net.setLabels(labels);
  }

  private INDArray images() {
    Nd4j.getRandom().setSeed(11);
    return Nd4j.randn(
        DataType.FLOAT,
        images,
        variant.input().channels(),
        variant.input().height(),
        variant.input().width());
  }
}
