package sevennets.kernels.cudnn;

import java.util.List;
import java.util.function.Consumer;
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

  /** @param events gets what the card is asked for: "send", "compute", "read" */
  public static CardTraining open(ComputationGraph net, Rule rule, Consumer<List<String>> events) {
    StandIn device = new StandIn();
    events.accept(device.events);
    return new CardTraining(device, PlanOf.of(net), rule);
  }

  /** On a card with so little memory. */
  public static CardTraining small(ComputationGraph net, Rule rule, long bytes) {
    return new CardTraining(new StandIn(bytes), PlanOf.of(net), rule);
  }
}
