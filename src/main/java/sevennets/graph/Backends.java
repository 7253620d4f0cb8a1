package sevennets.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Backend;
import sevennets.kernels.nd4j.Nd4jBackend;
import sevennets.kernels.onednn.OneDnnBackend;

/**
 * The ways in which a Deeplearning4j net of ours can be computed. The best one that works here is
 * chosen; the system property {@code sevennets.layers}, read when a net is built, forces one.
 *
 * <pre>{@code
 * String name = Backends.current().name();  // what computes the layers here: "onednn" or "nd4j"
 * }</pre>
 */
public final class Backends {
  /** From the fastest to the one that computes everything everywhere. */
  private static final List<Backend<INDArray>> ALL =
      List.of(new OneDnnBackend(), new Nd4jBackend());

  private static final String PROPERTY = "sevennets.layers";

  private Backends() {}

  /**
   * The one that float32 nets which are built now compute by.
   *
   * @throws IllegalArgumentException where the property names one that does not exist or does not
   *     work here
   */
  public static Backend<INDArray> current() {
    return forced()
        .orElseGet(() -> ALL.stream()
            .filter(backend -> backend.obstacle().isEmpty())
            .findFirst()
            .orElseThrow());
  }

  /** The one for numbers of a type: the current one, or else the first that computes with them. */
  static Backend<INDArray> of(DataType type) {
    Backend<INDArray> current = current();
    return current.computes(type)
        ? current
        : ALL.stream().filter(backend -> backend.computes(type)).findFirst().orElseThrow();
  }

  /** Why the current one was taken, in one sentence. */
  public static String reason() {
    Backend<INDArray> current = current();
    if (forced().isPresent())
      return "the property %s asks for %s.".formatted(PROPERTY, current.name());
    String obstacles = ALL.subList(0, ALL.indexOf(current)).stream()
        .flatMap(backend -> backend.obstacle().stream())
        .collect(Collectors.joining("; "));
    return current.description() + (obstacles.isEmpty() ? "." : ", because " + obstacles + ".");
  }

  private static Optional<Backend<INDArray>> forced() {
    String name = System.getProperty(PROPERTY);
    if (name == null || name.isBlank()) return Optional.empty();
    Backend<INDArray> backend = named(name.strip());
    if (backend.obstacle().isPresent())
      throw new IllegalArgumentException("%s=%s cannot be used: %s"
          .formatted(PROPERTY, backend.name(), backend.obstacle().get()));
    return Optional.of(backend);
  }

  private static Backend<INDArray> named(String name) {
    return ALL.stream()
        .filter(backend -> backend.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("the property %s must be one of %s; received '%s'"
                .formatted(PROPERTY, ALL.stream().map(Backend::name).toList(), name)));
  }
}
