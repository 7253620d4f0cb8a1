package sevennets.models;

import java.util.List;
import java.util.function.Predicate;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.ops.Conv;
import sevennets.ops.Op;
import sevennets.ops.Shape;

/** What a net is made of, in the words that tests hold it by. */
final class Nets {
  private Nets() {}

  static Graph graph(Architecture net, int size) {
    return new Variant("net", net, Shape.image(3, size, size), 10, "").graph();
  }

  static Graph graph(Architecture net) {
    return graph(
        net,
        net instanceof EfficientNet
                || net instanceof ResNet
                || net instanceof GoogLeNet
                || net instanceof Vgg
            ? 224
            : 32);
  }

  static List<Op> ops(Architecture net, int size) {
    return ops(graph(net, size).steps());
  }

  static List<Op> ops(Architecture net) {
    return ops(graph(net).steps());
  }

  static List<Op> ops(List<Step> steps) {
    return steps.stream().map(Step::op).toList();
  }

  static List<Op> without(Architecture net, Predicate<Op> removed) {
    return ops(net).stream().filter(removed.negate()).toList();
  }

  static List<String> names(Graph graph) {
    return graph.steps().stream().map(step -> step.node().name()).toList();
  }

  static List<String> names(Architecture net) {
    return names(graph(net));
  }

  static List<String> names(Architecture net, Predicate<String> wanted) {
    return names(net).stream().filter(wanted).toList();
  }

  static int convolutions(Graph graph) {
    return (int)
        graph.steps().stream().filter(step -> step.op() instanceof Conv).count();
  }

  static long params(Architecture net) {
    return Summary.of(new Variant("net", net, Shape.image(3, 224, 224), 1000, "").graph())
        .params();
  }

  static List<Integer> fieldsOfPools(Graph graph) {
    return Summary.of(graph).layers().stream()
        .filter(layer -> layer.type().equals("MaxPool2d"))
        .map(Summary.Layer::receptiveField)
        .toList();
  }

  static List<Integer> strides(Architecture net, String scope) {
    return graph(net).steps().stream()
        .filter(step -> step.node().name().startsWith(scope))
        .map(step -> ((Conv) step.op()).slide().strideHeight())
        .toList();
  }
}
