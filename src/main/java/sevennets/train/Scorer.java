package sevennets.train;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.cudnn.CardTraining;
import sevennets.kernels.cudnn.CudaException;
import sevennets.kernels.cudnn.Rule;

/**
 * A trained net on an NVIDIA card, where one was asked for: it answers as on the processor.
 *
 * <pre>{@code
 * Optional<Scorer> card = Scorer.onCard(net);   // empty without --gpu
 * card.ifPresent(scorer -> {
 *   float[][] probabilities = scorer.probabilities(images);   // N x classes
 *   scorer.close();
 * });
 * }</pre>
 */
public final class Scorer implements AutoCloseable {
  /** Nothing is learnt; the card asks for a rule all the same. */
  private static final Rule NONE = new Rule(Rule.Kind.SGD, 0, 0, 0, 0, Set.of(), 0, 0);

  private final CardTraining card;

  private Scorer(CardTraining card) {
    this.card = card;
  }

  /**
   * Takes over a net's weights as they are.
   *
   * @return nothing where no card was asked for, or where an operation has no way on one
   * @throws TrainingException if a card was asked for and cannot be used, in a sentence
   */
  public static Optional<Scorer> onCard(ComputationGraph net) {
    return CardStepper.isWanted() ? of(net, CardStepper::first) : Optional.empty();
  }

  static Optional<Scorer> of(ComputationGraph net, CardStepper.Opening opening) {
    try {
      CardTraining.require(net);
    } catch (IllegalArgumentException noWay) {
      return Optional.empty();
    }
    return Optional.of(telling(() -> {
      CardTraining card = opening.open(net, NONE);
      card.push(net.params().data().asFloat(), Map.of());
      return new Scorer(card);
    }));
  }

  /** Of {@code N x C x H x W} images. */
  Scores scores(INDArray images) {
    int count = (int) images.size(0);
    float[] values = telling(() -> card.scores(images.dup('c').data().asFloat(), count));
    return new Scores(values, values.length / count);
  }

  /** Of {@code N x C x H x W} images: {@code N x classes}, each row's sum 1. */
  public float[][] probabilities(INDArray images) {
    Scores scores = scores(images);
    float[][] probabilities = new float[scores.images()][scores.classes()];
    for (int i = 0; i < probabilities.length; i++) {
      for (int c = 0; c < scores.classes(); c++) {
        probabilities[i][c] = (float) scores.probability(i, c);
      }
    }
    return probabilities;
  }

  private static <T> T telling(Supplier<T> work) {
    try {
      return work.get();
    } catch (CudaException e) {
      throw new TrainingException(e.getMessage() + "; ./lab --cpu computes on the processor", e);
    }
  }

  @Override
  public void close() {
    card.close();
  }
}
