package sevennets.kernels.cudnn;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.FloatBuffer;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A net in training on a card: what the rest of the house sees of this room. Numbers are the
 * host's, in the order of Deeplearning4j's flat vector.
 *
 * <pre>{@code
 * Rule rule = new Rule(Rule.Kind.NESTEROV, 0.9, 0, 0, 1e-4, Set.of("conv1_W"), 0, 0);
 * try (CardTraining card = CardTraining.open(net, rule, Arithmetic.TENSOR_FLOAT)) {
 *   card.reserve(128);
 * }
 * }</pre>
 */
public final class CardTraining implements AutoCloseable {
  private final Device device;
  private final CardNet card;
  private final int[] sizes = new int[CardNet.SLOTS];
  private long begun;

  CardTraining(Device device, Plan plan, Rule rule) {
    this.device = device;
    try {
      card = new CardNet(device, plan, rule);
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }

  /** What came of a step. If it was not taken, the weights are as before. */
  public record Step(double loss, double gradientNorm, boolean taken) {}

  /**
   * On this machine's first card.
   *
   * @param arithmetic what products may round their factors to
   * @throws CudaException if there is none that can be used, in a sentence
   */
  public static CardTraining open(ComputationGraph net, Rule rule, Arithmetic arithmetic) {
    Plan plan = PlanOf.of(net);
    return new CardTraining(device(arithmetic), plan, rule);
  }

  /**
   * By name: a build with ND4J's CUDA, whose bindings of CUDA are older, does not have it.
   *
   * @throws CudaException if there is none that can be used, in a sentence
   */
  private static Device device(Arithmetic arithmetic) {
    try {
      return Class.forName("sevennets.kernels.cudnn.CudaDevice")
          .asSubclass(Device.class)
          .getDeclaredConstructor(Arithmetic.class)
          .newInstance(arithmetic);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof CudaException told) {
        throw told;
      }
      throw new CudaException("NVIDIA's driver or libraries do not load here (%s)"
          .formatted(failed.getCause().getMessage()));
    } catch (ReflectiveOperationException | LinkageError absent) {
      throw new CudaException("this build cannot call cuDNN 9 (%s)".formatted(absent));
    }
  }

  /**
   * Looks whether everything in a net has a way on a card.
   *
   * @throws IllegalArgumentException if not, in a sentence
   */
  public static void require(ComputationGraph net) {
    PlanOf.of(net).steps().forEach(step -> {
      if (!Ways.operations().contains(step.op())) {
        throw Ways.none(step.op(), step.name());
      }
    });
  }

  /**
   * This machine's first card, its driver, the libraries and the arithmetic, as they answer.
   *
   * @param arithmetic what products may round their factors to
   * @throws CudaException if one of them doesn't, in a sentence
   */
  public static String describeCard(Arithmetic arithmetic) {
    try (Device card = device(arithmetic)) {
      return card.description();
    }
  }

  /**
   * Compares what this machine's card computes with the processor's numbers, net by net.
   *
   * @return 0 if all agrees, else 1
   */
  public static int selfTest(PrintWriter out) {
    try {
      return (int) Class.forName("sevennets.kernels.cudnn.SelfTest")
          .getMethod("run", PrintWriter.class)
          .invoke(null, out);
    } catch (InvocationTargetException failed) {
      out.println("Not tested: NVIDIA's driver or libraries do not load here (%s)"
          .formatted(failed.getCause()));
    } catch (ReflectiveOperationException | LinkageError absent) {
      out.println("Not tested: this build cannot call cuDNN 9 (%s)".formatted(absent));
    }
    out.flush();
    return 1;
  }

  /** Takes over weights, and what the optimizer remembers by its names. */
  public void push(float[] weights, Map<String, float[]> memory) {
    card.push(weights);
    memory.forEach(card::pushMemory);
  }

  public float[] weights() {
    return card.pull();
  }

  /** What the optimizer remembers and the average; only vectors. */
  public Map<String, float[]> memory() {
    return card.pullMemory();
  }

  /** Exchanges the weights with their average, if there is one. */
  public void swapAverage() {
    card.swapAverage();
  }

  /**
   * Takes all the memory that a run by batches of this size needs.
   *
   * @throws CudaException if the card has not so much, with the batch that fits
   */
  public void reserve(int batch) {
    card.reserve(batch);
  }

  /** The card, its driver, the libraries and the arithmetic. */
  public String description() {
    return device.description();
  }

  /**
   * Copies the batch of the step that is begun next, and begins to send it to the card, beside the
   * step that is at work.
   *
   * @param images {@code N x C x H x W}
   * @param labels {@code N x classes}
   */
  public void send(FloatBuffer images, FloatBuffer labels, int batch) {
    int slot = slot(begun);
    sizes[slot] = batch;
    card.images(batch, slot).put(images);
    card.labels(batch, slot).put(labels);
    card.send(batch, slot);
  }

  /**
   * Begins the step with what was sent.
   *
   * @param chance the seed of dropout and stochastic depth
   * @param steps how many came before
   */
  public void begin(double rate, long chance, long steps) {
    int slot = slot(begun++);
    card.begin(sizes[slot], slot, rate, chance, steps);
  }

  /** Waits for the step that was begun last. */
  public Step finish() {
    int slot = slot(begun - 1);
    CardNet.Outcome outcome = card.finish(sizes[slot], slot);
    return new Step(outcome.loss(), outcome.norm(), outcome.taken());
  }

  private static int slot(long step) {
    return (int) (step % CardNet.SLOTS);
  }

  /** What the last step scored its images with, {@code N x classes}. */
  public float[] lastScores() {
    int slot = slot(begun - 1);
    return card.lastScores(sizes[slot], slot);
  }

  /** The images of the last step, {@code N x C x H x W}. */
  public float[] lastImages() {
    int slot = slot(begun - 1);
    FloatBuffer host = card.images(sizes[slot], slot);
    float[] images = new float[host.remaining()];
    host.get(images);
    return images;
  }

  /** Scores of {@code N x C x H x W} images without training, {@code N x classes}. */
  public float[] scores(float[] images, int batch) {
    return card.scores(images, batch);
  }

  @Override
  public void close() {
    try {
      card.close();
    } finally {
      device.close();
    }
  }
}
