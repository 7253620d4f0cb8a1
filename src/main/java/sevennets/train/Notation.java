package sevennets.train;

import static java.util.Map.entry;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevennets.data.ColourJitter;
import sevennets.data.Cutout;
import sevennets.data.Distortion;
import sevennets.data.HorizontalFlip;
import sevennets.data.PadAndCrop;
import sevennets.data.PcaColour;
import sevennets.data.RandomResizedCrop;
import sevennets.data.ScaleJitter;

/**
 * The settings of a recipe as text, in the field's terms and not by the names of our classes, and
 * back: {@code one-cycle(peak=0.4, epochs=6.0, rising=0.3, below=25.0, last=10000.0)}. A record is
 * its term and its components, a list stands in brackets, a text in quotation marks.
 *
 * <p>Stored results are found by this text, so a term once given stays.
 */
final class Notation {

  private static final Map<String, Class<? extends Record>> TERMS = Map.ofEntries(
      entry("recipe", Recipe.class),
      entry("regularisation", Regularisation.class),
      entry("sgd", Optimizer.Sgd.class),
      entry("rmsprop", Optimizer.RmsProp.class),
      entry("adam", Adam.class),
      entry("discriminative", Discriminative.class),
      entry("constant", Schedule.Constant.class),
      entry("steps", Schedule.Steps.class),
      entry("exponential", Schedule.Exponential.class),
      entry("polynomial", Schedule.Polynomial.class),
      entry("cosine", Schedule.Cosine.class),
      entry("one-cycle", Schedule.OneCycle.class),
      entry("warmup", Schedule.Warmup.class),
      entry("start", Schedule.Start.class),
      entry("stretched", Schedule.Stretched.class),
      entry("scaled", Schedule.Scaled.class),
      entry("horizontal-flip", HorizontalFlip.class),
      entry("pad-and-crop", PadAndCrop.class),
      entry("random-resized-crop", RandomResizedCrop.class),
      entry("scale-jitter", ScaleJitter.class),
      entry("colour-jitter", ColourJitter.class),
      entry("pca-colour", PcaColour.class),
      entry("cutout", Cutout.class),
      entry("distortion", Distortion.class));

  private Notation() {}

  /**
   * Writes a record of {@link #TERMS}.
   *
   * @param without the names of components of the outermost record that are left out
   * @throws IllegalArgumentException if a piece has no term: it can't be read back
   */
  static String write(Record value, String... without) {
    String term = TERMS.entrySet().stream()
        .filter(known -> known.getValue() == value.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> unknown(value));
    return Arrays.stream(value.getClass().getRecordComponents())
        .filter(component -> !List.of(without).contains(component.getName()))
        .map(component -> component.getName() + "=" + text(component(value, component)))
        .collect(Collectors.joining(", ", term + "(", ")"));
  }

  private static String text(Object value) {
    if (value instanceof Record record) return write(record);
    if (value instanceof Enum<?> constant) return constant.name();
    if (value instanceof String words)
      return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + '"';
    if (value instanceof Number || value instanceof Boolean) return value.toString();
    if (value instanceof List<?> list)
      return list.stream().map(Notation::text).collect(Collectors.joining(", ", "[", "]"));
    if (value.getClass().isArray())
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> text(Array.get(value, i)))
          .collect(Collectors.joining(", ", "[", "]"));
    throw unknown(value);
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException(
        "a recipe that is kept with its results is made of this project's optimizers, schedules and augmentations; received "
            + value.getClass().getName() + ", which could not be read back");
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't read " + component, e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is not of that kind, with the place where it fails
   */
  static Recipe recipe(String text) {
    Reader reader = new Reader(text);
    Object value = reader.value(Recipe.class);
    reader.end();
    return (Recipe) value;
  }

  /** A descent through the text; each value is read as its component's type asks. */
  private static final class Reader {
    private static final int DEEPEST = 20;

    private final String text;
    private int at;

    private int depth;

    Reader(String text) {
      this.text = text.strip();
    }

    /** A schedule may stretch a schedule that stretches another; nobody's do so twenty times. */
    Object value(Type type) {
      if (++depth > DEEPEST)
        throw wrong("to end: it goes deeper than %d levels".formatted(DEEPEST));
      Object value = valueWithin(type);
      depth--;
      return value;
    }

    private Object valueWithin(Type type) {
      if (type instanceof ParameterizedType list) return list(list.getActualTypeArguments()[0]);
      Class<?> wanted = (Class<?>) type;
      if (wanted.isArray()) return array(wanted.getComponentType());
      if (wanted == String.class) return quoted();
      if (wanted.isEnum()) return constant(wanted);
      if (wanted == int.class) return number(word -> (int) Double.parseDouble(word));
      if (wanted == long.class) return number(Long::valueOf);
      if (wanted == float.class) return number(Float::valueOf);
      if (wanted == double.class || wanted == Double.class) return number(Double::valueOf);
      if (wanted == boolean.class) return Boolean.parseBoolean(word());
      return record(wanted);
    }

    private <N extends Number> N number(Function<String, N> parse) {
      skip();
      int start = at;
      try {
        return parse.apply(word());
      } catch (NumberFormatException e) {
        at = start;
        throw wrong("a number");
      }
    }

    private Record record(Class<?> wanted) {
      String term = word();
      Class<? extends Record> type = TERMS.get(term);
      if (type == null || !wanted.isAssignableFrom(type)) throw wrong("one of " + terms(wanted));
      expect('(');
      Map<String, Object> values = new LinkedHashMap<>();
      RecordComponent[] components = type.getRecordComponents();
      for (RecordComponent component : components) {
        if (!values.isEmpty()) expect(',');
        if (!word().equals(component.getName())) throw wrong("'" + component.getName() + "'");
        expect('=');
        values.put(component.getName(), value(component.getGenericType()));
      }
      expect(')');
      return made(type, components, values.values().toArray());
    }

    private static Record made(
        Class<? extends Record> type, RecordComponent[] components, Object[] values) {
      try {
        Constructor<? extends Record> constructor = type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(
            e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
      }
    }

    private static Set<String> terms(Class<?> wanted) {
      return TERMS.entrySet().stream()
          .filter(known -> wanted.isAssignableFrom(known.getValue()))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private List<Object> list(Type of) {
      List<Object> values = new ArrayList<>();
      expect('[');
      while (!next(']')) {
        if (!values.isEmpty()) expect(',');
        values.add(value(of));
      }
      expect(']');
      return values;
    }

    private Object array(Class<?> of) {
      List<Object> values = list(of);
      Object array = Array.newInstance(of, values.size());
      IntStream.range(0, values.size()).forEach(i -> Array.set(array, i, values.get(i)));
      return array;
    }

    private Object constant(Class<?> type) {
      String name = word();
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(name))
          .findFirst()
          .orElseThrow(() -> wrong("one of " + Arrays.toString(type.getEnumConstants())));
    }

    private String quoted() {
      expect('"');
      StringBuilder words = new StringBuilder();
      while (!next('"')) {
        if (next('\\')) at++;
        if (at >= text.length()) throw wrong("'\"'");
        words.append(text.charAt(at++));
      }
      expect('"');
      return words.toString();
    }

    private String word() {
      skip();
      int start = at;
      while (at < text.length() && "()[],= ".indexOf(text.charAt(at)) < 0) at++;
      return text.substring(start, at);
    }

    void end() {
      skip();
      if (at < text.length()) throw wrong("the end");
    }

    private boolean next(char c) {
      if (at >= text.length()) throw wrong("'" + c + "'");
      return text.charAt(at) == c;
    }

    private void expect(char c) {
      skip();
      if (!next(c)) throw wrong("'" + c + "'");
      at++;
    }

    private void skip() {
      while (at < text.length() && text.charAt(at) == ' ') at++;
    }

    private IllegalArgumentException wrong(String wanted) {
      return new IllegalArgumentException("a recipe's text needs %s at character %d, received '%s'"
          .formatted(wanted, at, text.substring(at, Math.min(at + 20, text.length()))));
    }
  }
}
