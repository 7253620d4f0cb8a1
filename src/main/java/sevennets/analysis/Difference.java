package sevennets.analysis;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.kernels.Window;
import sevennets.ops.Add;
import sevennets.ops.Op;
import sevennets.ops.Parameter;

/**
 * How a block that a reader wrote differs from the one that was asked for. Names do not count, nor
 * the order in which independent layers were written, nor the order of a sum's terms.
 *
 * <pre>{@code
 * Block mine = Block.of(Shape.image(16, 32, 32), x -> x.conv("conv", 32, 3, 2).relu("relu"));
 * Block right = Block.in(graph, "layer2.0");
 * String said = Difference.first(right, mine);  // the first layer that differs, in a sentence
 * }</pre>
 */
public final class Difference {
  private final List<Step> expected;
  private final List<Step> received;
  private final Block asked;
  private final Block written;

  private Difference(Block expected, Block received) {
    this.asked = expected;
    this.written = received;
    this.expected = expected.layers();
    this.received = received.layers();
  }

  /**
   * Which layer of the received block is which of the expected one, by their nodes; nothing where
   * the two are not layer by layer the same.
   */
  public static Optional<Map<Node, Node>> matched(Block expected, Block received) {
    Difference two = new Difference(expected, received);
    if (two.expected.size() != two.received.size()) return Optional.empty();
    return two.match(received.output(), expected.output(), start(expected, received));
  }

  /**
   * The first layer that differs, in a sentence that says what it has and what is expected, and
   * asks where to look.
   */
  public static String first(Block expected, Block received) {
    return new Difference(expected, received).first();
  }

  private static Map<Node, Node> start(Block expected, Block received) {
    return Map.of(received.graph().input(), expected.graph().input());
  }

  /** {@code pairs} and what follows from a pair of nodes; nothing where that contradicts itself. */
  private Optional<Map<Node, Node>> match(Node mine, Node theirs, Map<Node, Node> pairs) {
    if (pairs.containsKey(mine))
      return pairs.get(mine).equals(theirs) ? Optional.of(pairs) : Optional.empty();
    if (pairs.containsValue(theirs) || theirs.name().equals(Graph.INPUT)) return Optional.empty();
    Step one = written.graph().step(mine.name()), other = asked.graph().step(theirs.name());
    if (!one.op().equals(other.op()) || one.inputs().size() != other.inputs().size())
      return Optional.empty();
    Map<Node, Node> more = new HashMap<>(pairs);
    more.put(mine, theirs);
    return orders(other)
        .map(order -> match(one.inputs(), order, more))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Map<Node, Node> match(List<Node> mine, List<Node> theirs, Map<Node, Node> pairs) {
    Optional<Map<Node, Node>> all = Optional.of(pairs);
    for (int i = 0; i < mine.size() && all.isPresent(); i++) {
      int at = i;
      all = all.flatMap(known -> match(mine.get(at), theirs.get(at), known));
    }
    return all.orElse(null);
  }

  /** A sum of two may be written either way round. */
  private static Stream<List<Node>> orders(Step step) {
    List<Node> turned = new ArrayList<>(step.inputs());
    Collections.reverse(turned);
    return step.op() instanceof Add ? Stream.of(step.inputs(), turned) : Stream.of(step.inputs());
  }

  private String first() {
    Map<Node, Node> pairs = new LinkedHashMap<>(start(asked, written));
    List<Step> left = new ArrayList<>(expected);
    for (Step step : received) {
      Optional<Step> same =
          left.stream().filter(other -> same(step, other, pairs)).findFirst();
      if (same.isEmpty()) return told(step, left, pairs);
      left.remove(same.get());
      pairs.put(step.node(), same.get().node());
    }
    String last = said(received.get(received.size() - 1));
    return left.isEmpty()
        ? "the layers are the expected ones, wired in another way"
        : "it ends in %s, and %s is expected after that"
            .formatted(last, said(left.get(0).op()));
  }

  private static boolean same(Step mine, Step theirs, Map<Node, Node> pairs) {
    return mine.op().equals(theirs.op()) && readsTheSame(mine, theirs, pairs);
  }

  private static boolean readsTheSame(Step mine, Step theirs, Map<Node, Node> pairs) {
    List<Node> read = new ArrayList<>();
    mine.inputs().forEach(in -> read.add(pairs.get(in)));
    return orders(theirs).anyMatch(read::equals);
  }

  private static String told(Step mine, List<Step> left, Map<Node, Node> pairs) {
    if (left.isEmpty()) return "%s is one layer more than there should be".formatted(said(mine));
    Optional<Step> sameKind = left.stream()
        .filter(step -> step.op().type().equals(mine.op().type()))
        .filter(step -> readsTheSame(mine, step, pairs))
        .findFirst();
    if (sameKind.isPresent()) return otherSettings(mine, sameKind.get());
    Optional<Step> sameOp =
        left.stream().filter(step -> step.op().equals(mine.op())).findFirst();
    Optional<Step> next =
        left.stream().filter(step -> readsTheSame(mine, step, pairs)).findFirst();
    if (next.isPresent() && (sameOp.isEmpty() || mine.inputs().size() == 1))
      return "after %s comes %s, and %s is expected"
          .formatted(names(mine.inputs()), said(mine), said(next.get().op()));
    if (sameOp.isPresent())
      return "%s reads %s, and %s expected"
          .formatted(said(mine), names(mine.inputs()), expectedInputs(sameOp.get(), pairs));
    return "%s was not expected there: %s comes first"
        .formatted(said(mine), said(left.get(0).op()));
  }

  /** In the reader's names where the layer has one, else by what it is. */
  private static String expectedInputs(Step theirs, Map<Node, Node> pairs) {
    List<String> names = new ArrayList<>();
    for (Node in : theirs.inputs())
      names.add(pairs.entrySet().stream()
          .filter(pair -> pair.getValue().equals(in))
          .map(pair -> pair.getKey().name())
          .findFirst()
          .orElseGet(() ->
              "the output of " + theirs.node().graph().step(in.name()).op().type()));
    return String.join(" and ", names) + (names.size() > 1 ? " are" : " is");
  }

  private static String otherSettings(Step mine, Step theirs) {
    String suspects = String.join(" or ", settings(mine.op(), theirs.op()));
    String ask = suspects.isEmpty() ? "" : ": " + suspects + "?";
    long weights = weights(mine), asked = weights(theirs);
    if (weights != asked)
      return "%s has %,d weights, %,d expected%s"
          .formatted(mine.node().name(), weights, asked, ask);
    if (!mine.node().shape().equals(theirs.node().shape()))
      return "%s gives %s, %s expected%s"
          .formatted(mine.node().name(), mine.node().shape(), theirs.node().shape(), ask);
    return "%s computes something else%s".formatted(said(mine), ask);
  }

  private static long weights(Step step) {
    return step.parameters().stream()
        .filter(Parameter::learnable)
        .mapToLong(Parameter::size)
        .sum();
  }

  /** The settings in which two operations of one kind differ, in the words of the paper. */
  private static List<String> settings(Object mine, Object theirs) {
    Set<String> differ = new LinkedHashSet<>();
    for (RecordComponent component : mine.getClass().getRecordComponents())
      try {
        Object one = component.getAccessor().invoke(mine);
        Object other = component.getAccessor().invoke(theirs);
        if (one instanceof Window && !one.equals(other)) differ.addAll(settings(one, other));
        else if (!Objects.equals(one, other)) differ.add(word(component.getName()));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    // Whoever changes the kernel changes the padding with it.
    if (differ.contains("kernel")) differ.remove("padding");
    return List.copyOf(differ);
  }

  private static String word(String component) {
    return component
        .replaceAll("(Height|Width)$", "")
        .replaceAll("^has", "")
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .replaceAll("^fn$", "function")
        .toLowerCase(Locale.ROOT);
  }

  private static String names(List<Node> nodes) {
    return nodes.stream().map(Node::name).collect(Collectors.joining(" and "));
  }

  private static String said(Step step) {
    return "%s (%s)".formatted(step.node().name(), said(step.op()));
  }

  private static String said(Op op) {
    return (op.type() + " " + Summary.window(op)).strip();
  }
}
