package sevennets.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.files.Json;
import sevennets.files.UserPath;

/**
 * Tensors in several safetensors files, listed by an index: a JSON object whose {@code weight_map}
 * says in which file beside it each tensor lies.
 */
final class ShardedTensors implements CheckpointFile {
  private static final long MAX_INDEX = 100_000_000;

  private final Map<String, SafeTensors> files = new LinkedHashMap<>();
  private final Map<String, SafeTensors> places = new LinkedHashMap<>();

  private ShardedTensors() {}

  static ShardedTensors open(Path index) throws IOException {
    ShardedTensors tensors = new ShardedTensors();
    try {
      tensors.openAll(index);
      return tensors;
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private void openAll(Path index) throws IOException {
    for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
      String name = entry.getValue();
      SafeTensors file = files.get(name);
      if (file == null) {
        if (name.contains("/")
            || name.contains("\\")
            || !UserPath.isOne(name)
            || !Files.isRegularFile(index.resolveSibling(name)))
          throw new IllegalArgumentException(
              "%s lists the file '%s', which does not lie beside it".formatted(index, name));
        file = SafeTensors.open(index.resolveSibling(name));
        files.put(name, file);
      }
      if (!file.names().contains(entry.getKey()))
        throw new IllegalArgumentException("%s says that tensor '%s' lies in %s, and it does not"
            .formatted(index, entry.getKey(), name));
      places.put(entry.getKey(), file);
    }
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    try {
      JsonNode listed = Json.read(index, MAX_INDEX).path("weight_map");
      listed.fields().forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText()));
    } catch (IOException damaged) {
      throw new IllegalArgumentException(
          "cannot read %s as an index of safetensors files: %s"
              .formatted(index, damaged.getMessage()),
          damaged);
    }
    if (map.isEmpty())
      throw new IllegalArgumentException(
          "cannot read %s as an index of safetensors files: it has no weight_map".formatted(index));
    return map;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(places.keySet());
  }

  @Override
  public long[] shape(String name) {
    return file(name).shape(name);
  }

  @Override
  public float[] read(String name) {
    return file(name).read(name);
  }

  private SafeTensors file(String name) {
    SafeTensors file = places.get(name);
    if (file == null)
      throw new IllegalArgumentException("there is no tensor '" + name + "' in the checkpoint");
    return file;
  }

  @Override
  public void close() throws IOException {
    for (SafeTensors file : files.values()) file.close();
  }
}
