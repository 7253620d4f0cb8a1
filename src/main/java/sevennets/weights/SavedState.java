package sevennets.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sevennets.files.Pickle;

/**
 * Finds the state dict in what {@code torch.save} was given: the dict itself, one that another dict
 * holds under whatever name, beside whatever else, or the tensors of a whole module.
 */
final class SavedState {
  /** What training scripts call it; where there are several, the first of these is the net's. */
  private static final List<String> USUAL =
      List.of("state_dict", "model_state_dict", "model", "net", "network", "weights", "params");

  private static final int DEPTH = 8;

  /** Twenty modules that hold the next one twice would be a million: counted, and not followed. */
  private static final int MOST_MODULES = 100_000;

  /** Far more than the names of any net's tensors have. */
  private static final int MOST_CHARACTERS = 1_000;

  /** So many of several state dicts are named, each by so many characters. */
  private static final int NAMED = 10;

  private static final int NAME = 200;

  /** What was met in modules, in all that was saved: they may share all that they hold. */
  private static final class Met {
    int modules;
    int tensors;
  }

  private record Found(Visit at, Map<String, TorchTensor> tensors) {}

  /** What lies under a key of what was visited above; that is null for all that was saved. */
  private record Visit(Visit above, String key, Object value, int depth) {
    /** Put together only when it is told: a key may be as long as the file. */
    String path() {
      String before = above == null ? "" : above.path();
      return before.isEmpty() ? brief(key) : before + "." + brief(key);
    }

    private static String brief(String key) {
      return key.length() > NAME ? key.substring(0, NAME) + "..." : key;
    }
  }

  private SavedState() {}

  /**
   * The tensors by name.
   *
   * @throws IllegalArgumentException if there are none, or several sets of which none is the
   *     obvious one
   */
  static Map<String, TorchTensor> of(Object saved) {
    List<Found> all = search(saved);
    if (all.isEmpty())
      throw new IllegalArgumentException("it holds no state dict: no tensors under names");
    int most = all.stream().mapToInt(found -> found.tensors.size()).max().orElseThrow();
    // A lone number beside the net, such as its accuracy, is no net.
    List<Found> nets =
        all.stream().filter(found -> 2 * found.tensors.size() >= most).toList();
    if (nets.size() == 1) return nets.get(0).tensors;
    for (String usual : USUAL) {
      List<Found> so = nets.stream().filter(found -> found.at.key.equals(usual)).toList();
      if (so.size() == 1) return so.get(0).tensors;
      if (so.size() > 1) break;
    }
    throw new IllegalArgumentException(
        "it holds several state dicts, %s: save the one you mean alone, with torch.save(checkpoint[...], FILE)"
            .formatted(paths(nets)));
  }

  private static String paths(List<Found> nets) {
    return nets.stream()
            .limit(NAMED)
            .map(found -> "'" + found.at.path() + "'")
            .collect(Collectors.joining(", "))
        + (nets.size() > NAMED ? " and %,d more".formatted(nets.size() - NAMED) : "");
  }

  private static List<Found> search(Object saved) {
    List<Found> all = new ArrayList<>();
    Met met = new Met();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Visit> ahead = new ArrayDeque<>(List.of(new Visit(null, "", saved, 0)));
    while (!ahead.isEmpty()) {
      Visit at = ahead.pop();
      if (at.value == null || at.depth > DEPTH || !seen.add(at.value)) continue;
      if (at.value instanceof Pickle.Inert inert) {
        Map<String, TorchTensor> module = new LinkedHashMap<>();
        addModule("", inert, module, 0, met);
        if (!module.isEmpty()) all.add(new Found(at, module));
        else ahead.add(new Visit(at.above, at.key, inert.items, at.depth));
      } else if (at.value instanceof Map<?, ?> map) {
        Map<String, TorchTensor> tensors = tensors(map);
        if (!tensors.isEmpty()) all.add(new Found(at, tensors));
        map.forEach((key, value) -> {
          // What an optimizer remembers looks like a net.
          if (key instanceof String name && !name.startsWith("optim"))
            ahead.add(new Visit(at, name, value, at.depth + 1));
        });
      }
    }
    return all;
  }

  private static Map<String, TorchTensor> tensors(Map<?, ?> map) {
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (key instanceof String name && value instanceof TorchTensor tensor)
        tensors.put(name, tensor);
    });
    return tensors;
  }

  /**
   * A module saved with its class keeps its tensors in {@code _parameters} and {@code _buffers}.
   */
  private static void addModule(
      String prefix, Object module, Map<String, TorchTensor> to, int depth, Met met) {
    if (++met.modules > MOST_MODULES)
      throw new IllegalArgumentException(
          "its modules lie within each other more than %,d times".formatted(MOST_MODULES));
    if (depth > 64
        || !(module instanceof Pickle.Inert inert)
        || !(inert.state instanceof Map<?, ?> state)
        || !(state.get("_modules") instanceof Map<?, ?> modules)) return;
    for (String own : List.of("_parameters", "_buffers"))
      if (state.get(own) instanceof Map<?, ?> map) addTensors(prefix, map, to, met);
    modules.forEach((name, child) ->
        addModule(within(prefix, String.valueOf(name)) + ".", child, to, depth + 1, met));
  }

  private static void addTensors(
      String prefix, Map<?, ?> from, Map<String, TorchTensor> to, Met met) {
    met.tensors += from.size();
    if (met.tensors > MOST_MODULES)
      throw new IllegalArgumentException(
          "its modules hold more than %,d tensors".formatted(MOST_MODULES));
    tensors(from).forEach((name, tensor) -> to.put(within(prefix, name), tensor));
  }

  /** A module's name is part of the names of all within it. */
  private static String within(String prefix, String name) {
    if (prefix.length() + name.length() > MOST_CHARACTERS)
      throw new IllegalArgumentException(
          "a module or tensor in it has a name of more than %,d characters"
              .formatted(MOST_CHARACTERS));
    return prefix + name;
  }
}
