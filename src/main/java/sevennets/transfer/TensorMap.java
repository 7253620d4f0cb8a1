package sevennets.transfer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sevennets.weights.Tensors;

/** Tensors from several sources under one roof, each read from its own. */
final class TensorMap implements Tensors {
  private final Map<String, Tensors> sources = new LinkedHashMap<>();

  /** Adds tensors of a source; one of a name that is there already takes its place. */
  TensorMap with(Tensors source, Collection<String> names) {
    names.forEach(name -> sources.put(name, source));
    return this;
  }

  @Override
  public Set<String> names() {
    return sources.keySet();
  }

  @Override
  public long[] shape(String name) {
    return source(name).shape(name);
  }

  @Override
  public float[] read(String name) {
    return source(name).read(name);
  }

  private Tensors source(String name) {
    Tensors source = sources.get(name);
    if (source == null) throw new IllegalArgumentException("there is no tensor '" + name + "'");
    return source;
  }
}
