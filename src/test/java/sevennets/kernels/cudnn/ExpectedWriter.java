package sevennets.kernels.cudnn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import sevennets.graph.Graph;
import sevennets.models.Models;

/**
 * Writes NAME.plan and NAME.expected of every net that a card is tried with, into the folder given.
 */
final class ExpectedWriter {
  static final int BATCH = 8, STEPS = 20;

  private ExpectedWriter() {}

  static Map<String, Graph> nets() {
    Map<String, Graph> nets = new TreeMap<>();
    for (String name : new String[] {
      "alexnet_small",
      "vgg11_small",
      "vgg11_small_bn",
      "googlenet_small",
      "googlenet_small_bn",
      "resnet20_cifar",
      "densenet_small",
      "seresnet20_cifar",
      "efficientnet_small",
      "lenet5",
      "vit_small"
    }) {
      nets.put(name, Models.get(name).graph());
    }
    nets.put("odd", OddNet.graph());
    nets.put("odd_tokens", OddTokens.graph());
    return nets;
  }

  static Expected expected(String name, Graph graph, int batch, int steps) {
    Host host = new Host(name, graph, batch).train(Host.plain(), 1);
    Map<String, Expected.Sketch> gradient = Expected.sketches(host.plan, host.gradient());
    Expected.Sketch scores = Expected.Sketch.of(host.scores(0));
    host.train(Host.decayed(), steps);
    return new Expected(
        batch,
        new ArrayList<>(host.losses),
        gradient,
        Expected.sketches(host.plan, host.weights()),
        scores);
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, Graph> net : nets().entrySet()) {
      Host host = new Host(net.getKey(), net.getValue(), 1);
      Files.writeString(folder.resolve(net.getKey() + ".plan"), host.plan.text());
      Files.writeString(
          folder.resolve(net.getKey() + ".expected"),
          expected(net.getKey(), net.getValue(), BATCH, STEPS).text());
      System.out.println(net.getKey());
    }
  }
}
