package sevennets.kernels.cudnn;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A processor that stands in for a card, for tests of what trains on one. */
public final class StandInTraining {
  private StandInTraining() {}

  /** Why there is none here, or null. */
  public static String missing() {
    return StandIn.missing();
  }

  /** What opening a card ends in where there is none. */
  public static CardTraining absent(ComputationGraph net, Rule rule) {
    throw new CudaException("there is no card");
  }

  public static CardTraining open(ComputationGraph net, Rule rule) {
    return new CardTraining(new StandIn(), PlanOf.of(net), rule);
  }
}
