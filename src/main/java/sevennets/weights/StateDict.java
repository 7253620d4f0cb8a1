package sevennets.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.ops.Parameter;

/**
 * A net's weights under the names and shapes that PyTorch's {@code state_dict()} gives them. A
 * graph's nodes carry torchvision's names and its parameters torch's suffixes, so a tensor's name
 * is both joined by a dot, and its numbers are the net's own; only a linear layer's weight is
 * transposed ({@code out x in} there, {@code in x out} here).
 *
 * <pre>{@code
 * StateDict.of(graph, net).load(checkpoint);  // by PyTorch's names; what is missing or too much is told
 * }</pre>
 */
public final class StateDict implements Tensors {

  /**
   * Where a tensor's numbers live: the Deeplearning4j vertex, and the key in its parameter table.
   */
  private record Place(String vertex, Parameter parameter) {
    long[] shape() {
      return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    }

    /**
     * Whether a tensor of that shape fits: the same, or for a linear layer a convolution over all
     * of its input, as timm's VGGs have.
     */
    boolean takes(long[] theirs) {
      long[] ours = shape();
      boolean wholeInput = ours.length == 2
          && theirs.length == 4
          && ours[0] == theirs[0]
          && ours[1] == theirs[1] * theirs[2] * theirs[3];
      return Arrays.equals(ours, theirs) || wholeInput;
    }

    /** A view of the numbers in PyTorch's order. */
    INDArray in(ComputationGraph net) {
      INDArray values = net.getLayer(vertex).getParam(parameter.key());
      return parameter.transposed() ? values.transpose() : values;
    }
  }

  private final ComputationGraph net;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private StateDict(Graph graph, ComputationGraph net) {
    this.net = net;
    for (Graph.Step step : graph.steps())
      for (Parameter parameter : step.parameters())
        places.put(parameter.nameIn(step.node().name()), new Place(step.node().name(), parameter));
    places.forEach(this::requirePlace);
  }

  private void requirePlace(String name, Place place) {
    GraphVertex vertex = net.getVertex(place.vertex);
    INDArray values = vertex == null || !vertex.hasLayer()
        ? null
        : vertex.getLayer().getParam(place.parameter.key());
    if (values == null || values.length() != place.parameter.size()) {
      throw new IllegalArgumentException(
          "the net was not made from this graph: it needs a '%s' of %d numbers, the net has %s"
              .formatted(name, place.parameter.size(), values == null ? "none" : values.length()));
    }
  }

  /**
   * The weights of a net.
   *
   * @param graph what the net was made from
   * @param net of {@code graph.net(seed)}, or loaded from a file that such a net was saved to
   */
  public static StateDict of(Graph graph, ComputationGraph net) {
    return new StateDict(graph, net);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(places.keySet());
  }

  @Override
  public long[] shape(String name) {
    return place(name).shape();
  }

  /** {@inheritDoc} Exact where the net computes in float32. */
  @Override
  public float[] read(String name) {
    return place(name).in(net).dup('c').data().asFloat();
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) throw new IllegalArgumentException("the net has no tensor '" + name + "'");
    return place;
  }

  /**
   * Fills the net from a checkpoint. Nothing is changed unless everything fits.
   *
   * @throws IllegalArgumentException with the complete list, if the checkpoint lacks a tensor of
   *     the net, has one of another shape, or has one that the net does not; batch counters and the
   *     heads that only training uses may be there
   */
  public void load(Tensors checkpoint) {
    loadAllBut(Set.of(), checkpoint);
  }

  /**
   * Fills the net from a checkpoint but for some tensors, which stay as they are, such as those of
   * a last layer for other classes. Nothing is changed unless everything else fits.
   *
   * @throws IllegalArgumentException as {@link #load} does
   */
  public void loadAllBut(Set<String> fresh, Tensors checkpoint) {
    Map<String, String> theirs = TensorNames.ours(checkpoint.names(), places.keySet());
    List<String> faults = faults(theirs, checkpoint, fresh);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the checkpoint does not fit the net, " + faults.size()
          + (faults.size() == 1 ? " tensor differs:\n  " : " tensors differ:\n  ")
          + String.join("\n  ", faults));
    }
    places.forEach((name, place) -> {
      if (fresh.contains(name)) return;
      INDArray values = place.in(net);
      values.assign(Nd4j.create(checkpoint.read(theirs.get(name)), values.shape(), 'c'));
    });
  }

  private List<String> faults(Map<String, String> theirs, Tensors checkpoint, Set<String> fresh) {
    List<String> faults = new ArrayList<>();
    places.forEach((name, place) -> {
      if (fresh.contains(name)) return;
      String their = theirs.get(name);
      if (their == null) {
        faults.add("missing: " + name + " " + Arrays.toString(place.shape()));
      } else if (!place.takes(checkpoint.shape(their))) {
        faults.add("wrong shape: " + their + " is " + Arrays.toString(checkpoint.shape(their))
            + ", the net needs " + Arrays.toString(place.shape()));
      }
    });
    theirs.forEach((name, their) -> {
      if (!places.containsKey(name) && !TensorNames.onlyForTraining(name)) {
        faults.add("not in the net: " + their + " " + Arrays.toString(checkpoint.shape(their)));
      }
    });
    return faults;
  }
}
