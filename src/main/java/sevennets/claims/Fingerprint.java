package sevennets.claims;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Shape;

/**
 * All that decides what a run measures, as text: the net's operations with their arguments, shapes
 * and wires, the images and how they are sampled, the recipe, the seed. By it a result is found
 * again, so that two runs share one only if they are the same run; the names of arms, nodes and
 * classes are not in it. The machine and its arithmetic are kept beside the result.
 *
 * <pre>{@code
 * Arm arm = Ablations.get("vgg-depth").arms().get(0);
 * String key = Fingerprint.of(graph, Budget.quick(), arm, 101).key();  // names the run's folder
 * }</pre>
 *
 * @param text a line each; the first names the version of this notation
 */
public record Fingerprint(String text) {

  /** Goes up when the same text would stand for other numbers. */
  private static final String VERSION = "run, notation 1";

  /** Enough to tell any two runs apart, few enough for a folder's name. */
  private static final int DIGITS = 16;

  /** Of one run. */
  public static Fingerprint of(Graph net, Budget budget, Arm arm, long seed) {
    return new Fingerprint(String.join(
            "\n",
            VERSION,
            net(net),
            "images: " + budget.images(net.input().shape()),
            "recipe: " + budget.recipe(arm, seed).terms(),
            "seed: " + seed)
        + "\n");
  }

  /** The operations of a net in the order in which they are computed, each with what it reads. */
  static String net(Graph net) {
    Map<Node, String> numbers = new HashMap<>(Map.of(net.input(), "input"));
    StringBuilder text = new StringBuilder("input: " + shape(net.input().shape()));
    for (Graph.Step step : net.steps()) {
      String number = String.valueOf(numbers.size());
      text.append("\n%s: %s of %s -> %s"
          .formatted(
              number,
              Operation.of(step.op()),
              step.inputs().stream().map(numbers::get).collect(Collectors.joining(", ")),
              shape(step.node().shape())));
      numbers.put(step.node(), number);
    }
    for (Graph.Head head : net.heads())
      text.append("\nclassifier: softmax of %s, weight %s"
          .formatted(numbers.get(head.logits()), head.weight()));
    for (Graph.Penalty penalty : net.penalties())
      text.append(
          "\npenalty: %s, weight %s".formatted(numbers.get(penalty.value()), penalty.weight()));
    return text.toString();
  }

  private static String shape(Shape shape) {
    List<Integer> sides = switch (shape.kind()) {
      case IMAGE -> List.of(shape.channels(), shape.height(), shape.width());
      case VECTOR -> List.of(shape.channels());
      case TOKENS -> List.of(shape.height(), shape.channels());
    };
    return sides.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** A short name for it: the first digits of the text's SHA-256. */
  public String key() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
