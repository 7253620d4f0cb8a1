package sevennets.train;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.kernels.cudnn.Arithmetic;
import sevennets.kernels.cudnn.CardTraining;
import sevennets.kernels.cudnn.CudaException;
import sevennets.kernels.cudnn.Rule;

/**
 * Steps that an NVIDIA card takes, by cuDNN 9. Weights and memory lie there while a run goes on;
 * the host's are those of the last pull.
 */
final class CardStepper implements Stepper {
  /** Set by {@code ./lab --gpu=cudnn}, with the folders of NVIDIA's libraries. */
  static final String PROPERTY = "sevennets.card";

  private static final String POWER = "power";

  /** Opens the card for a net. */
  interface Opening {
    CardTraining open(ComputationGraph net, Rule rule);
  }

  private final ComputationGraph net;
  private final Recipe recipe;
  private final HostStepper host;
  private final Opening opening;
  private CardTraining card;
  private int images = Integer.MAX_VALUE;
  private Batch sent;
  private boolean changed;
  private boolean failed;
  private long done;
  private int lastSize;

  CardStepper(ComputationGraph net, Recipe recipe, Opening opening) {
    this.net = net;
    this.recipe = recipe;
    this.opening = opening;
    host = new HostStepper(net, recipe);
  }

  /** Whether this process was started to train on a card. */
  static boolean isWanted() {
    return "cudnn".equals(System.getProperty(PROPERTY));
  }

  /** On the machine's card, in the arithmetic that this process was started with. */
  static CardTraining first(ComputationGraph net, Rule rule) {
    return CardTraining.open(net, rule, Arithmetic.wanted());
  }

  @Override
  public String place() {
    return "card (" + Arithmetic.wanted() + ")";
  }

  /** What a run takes is planned to the byte, and checked and taken when it begins. */
  @Override
  public Optional<String> checkMemory(Dataset training, int workers) {
    images = training.size();
    return Optional.empty();
  }

  @Override
  public void begin(int workers) {
    if (workers > 1) {
      throw new StepFailed(
          "%d workers were asked for; the way to a card has one".formatted(workers), null);
    }
    trying(() -> {
      card = opening.open(net, rule());
      Map<String, float[]> memory = new TreeMap<>();
      memory().forEach((name, vector) -> {
        if (!name.equals(POWER)) {
          memory.put(name, vector.data().asFloat());
        }
      });
      card.push(net.params().data().asFloat(), memory);
      card.reserve(Math.min(recipe.batchSize(), images));
      return null;
    });
  }

  @Override
  public double take(Batch batch, double learningRate, long steps) {
    return take(batch, learningRate, steps, () -> null);
  }

  @Override
  public double take(Batch batch, double learningRate, long steps, Supplier<Batch> next) {
    long chance = HostStepper.chance(recipe.seed(), steps);
    int size = batch.size();
    long[] shape = batch.images().shape();
    CardTraining.Step step = trying(() -> {
      if (sent != batch) {
        send(batch);
      }
      card.begin(learningRate, chance, steps);
      // From here on the batch's arrays may hold the next one.
      sent = next.get();
      if (sent != null) {
        send(sent);
      }
      return card.finish();
    });
    if (!step.taken()) {
      pull();
      INDArray images = Nd4j.createFromArray(card.lastImages()).reshape('c', shape);
      throw new Diverged(step.loss(), step.gradientNorm(), learningRate, net, images);
    }
    changed = true;
    done = steps + 1;
    lastSize = size;
    return step.loss();
  }

  private void send(Batch batch) {
    card.send(values(batch.images()), values(batch.labels()), batch.size());
  }

  private static FloatBuffer values(INDArray array) {
    return array.data().asNioFloat().rewind();
  }

  @Override
  public Scores lastScores() {
    return scores(trying(card::lastScores), lastSize);
  }

  @Override
  public Scores scores(INDArray images) {
    float[] values = images.data().asFloat();
    return scores(trying(() -> card.scores(values, (int) images.size(0))), (int) images.size(0));
  }

  private static Scores scores(float[] values, int images) {
    return new Scores(values, values.length / images);
  }

  @Override
  public Map<String, INDArray> memory() {
    return host.memory();
  }

  @Override
  public void pull() {
    if (!changed) {
      return;
    }
    trying(() -> {
      write(card.weights(), net.params());
      card.memory().forEach((name, values) -> write(values, memory().get(name)));
      return null;
    });
    // Adam's count of steps, which the host keeps as a vector.
    if (memory().containsKey(POWER)) {
      memory().get(POWER).assign(Math.pow(((Adam) recipe.optimizer()).squareDecay(), done));
    }
    net.getConfiguration().setIterationCount((int) done - 1);
    changed = false;
  }

  private static void write(float[] values, INDArray to) {
    to.data().setData(values);
  }

  @Override
  public void swapAverage() {
    if (card == null) {
      host.swapAverage();
    } else if (!failed) {
      trying(() -> {
        card.swapAverage();
        return null;
      });
    }
  }

  @Override
  public void end() {
    CardTraining ending = card;
    try {
      if (card != null && !failed) {
        pull();
      }
    } finally {
      card = null;
      sent = null;
      failed = false;
      changed = false;
      if (ending != null) {
        close(ending);
      }
    }
  }

  /** A card that has failed may fail again when it is left; what it failed of is told already. */
  private static void close(CardTraining ending) {
    try {
      ending.close();
    } catch (CudaException again) {
      // See above.
    }
  }

  private <T> T trying(Supplier<T> work) {
    try {
      return work.get();
    } catch (CudaException e) {
      failed = true;
      throw new StepFailed(e.getMessage() + "; ./lab --cpu computes on the processor", e);
    }
  }

  /** The recipe's optimizer and regularisation in numbers. */
  private Rule rule() {
    Regularisation regularisation = recipe.regularisation();
    Set<String> decayed = new Parameters(net)
        .all().stream()
            .map(Parameters.Parameter::key)
            .filter(regularisation.decay()::includes)
            .collect(Collectors.toSet());
    Optimizer optimizer = recipe.optimizer();
    Rule.Kind kind;
    double momentum;
    double forget = 0;
    double epsilon = 0;
    if (optimizer instanceof Optimizer.Sgd sgd) {
      kind = sgd.nesterov() ? Rule.Kind.NESTEROV : Rule.Kind.SGD;
      momentum = sgd.momentum();
    } else if (optimizer instanceof Optimizer.RmsProp rmsProp) {
      kind = Rule.Kind.RMSPROP;
      momentum = rmsProp.momentum();
      forget = rmsProp.decay();
      epsilon = rmsProp.epsilon();
    } else if (optimizer instanceof Adam adam) {
      kind = Rule.Kind.ADAM;
      momentum = adam.meanDecay();
      forget = adam.squareDecay();
      epsilon = adam.epsilon();
    } else {
      throw new StepFailed(
          "the optimizer %s has no way on a card yet; ./lab --cpu computes on the processor"
              .formatted(optimizer),
          null);
    }
    return new Rule(
        kind,
        momentum,
        forget,
        epsilon,
        regularisation.weightDecay(),
        decayed,
        regularisation.clipNorm(),
        regularisation.averageDecay());
  }
}
