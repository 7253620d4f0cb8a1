package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.graph.Graph;
import sevennets.train.Decay;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.Regularisation;
import sevennets.train.TrainingStep;

/** An {@link Example} as the processor trains it, by today's way: what a card is held to. */
final class Host {
  final Graph graph;
  final Plan plan;
  final Example example;
  final List<Double> losses = new ArrayList<>();
  final ComputationGraph net;

  Host(String name, Graph graph, int batch) {
    this.graph = graph;
    net = graph.net(1);
    plan = PlanOf.of(name, graph, net);
    example = new Example(plan, batch);
  }

  static Recipe recipe(Optimizer optimizer, Regularisation regularisation) {
    return Recipes.get("smoke")
        .withOptimizer(optimizer)
        .withRegularisation(regularisation)
        .withSeed(Example.seed());
  }

  /** So many steps from the example's weights. */
  Host train(Recipe recipe, int steps) {
    net.params()
        .assign(Nd4j.createFromArray(example.weights()).reshape(net.params().shape()));
    losses.clear();
    TrainingStep step = new TrainingStep(net, recipe);
    for (int i = 0; i < steps; i++) {
      losses.add(step.take(batch(i), Example.RATE));
    }
    return this;
  }

  private Batch batch(int step) {
    Plan.Shape in = plan.shape(0);
    INDArray images = Nd4j.createFromArray(example.images(step))
        .reshape('c', example.batch(), in.channels(), in.height(), in.width());
    INDArray labels =
        Nd4j.createFromArray(example.labels(step)).reshape('c', example.batch(), plan.classes());
    return new Batch(images, labels, example.classes(step));
  }

  float[] weights() {
    return net.params().dup().data().asFloat();
  }

  float[] gradient() {
    return net.getGradientsViewArray().dup().data().asFloat();
  }

  float[] scores(int step) {
    String output = net.getConfiguration().getNetworkOutputs().get(0);
    String logits = net.getConfiguration().getVertexInputs().get(output).get(0);
    return net.output(List.of(logits), false, new INDArray[] {batch(step).images()}, null)[0]
        .dup('c')
        .data()
        .asFloat();
  }

  static Recipe plain() {
    return recipe(Optimizer.nesterov(0.9), Regularisation.weightDecay(0, Decay.WEIGHTS));
  }

  static Recipe decayed() {
    return recipe(Optimizer.nesterov(0.9), Regularisation.weightDecay(5e-4, Decay.WEIGHTS));
  }
}
