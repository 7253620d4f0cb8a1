package sevennets.claims;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sevennets.kernels.Window;
import sevennets.ops.Dense;
import sevennets.ops.Op;
import sevennets.ops.Pool;

/**
 * An operation of a net in the field's terms: {@code Conv2d(filters=16, kernel=3x3, stride=1x1,
 * padding=1x1, groups=1, bias=no)}. What it says depends on the operation's term and its arguments,
 * and on no name of a class, so that results stay whatever becomes of the classes.
 */
final class Operation {

  /** Arguments whose name in the code is not the field's. */
  private static final Map<String, String> TERMS = Map.of(
      "hasBias", "bias",
      "n", "size",
      "countPadding", "counts-padding");

  /**
   * What the operation's term says already, what an operation is joined with in one pass, and how a
   * checkpoint stores it: nothing that changes a number.
   */
  private static final Set<String> NOTHING_MORE =
      Set.of("fn", "kind", "use", "pointwise", "nearZero");

  private Operation() {}

  static String of(Op op) {
    if (op instanceof Dense dense && dense.nearZero())
      return "LinearFromZero(units=%d)".formatted(dense.units());
    List<String> arguments = new ArrayList<>();
    if (op instanceof Record record)
      for (RecordComponent component : record.getClass().getRecordComponents())
        if (!NOTHING_MORE.contains(component.getName()))
          add(arguments, component.getName(), value(record, component));
    if (op instanceof Pool pool)
      arguments.add("ceiling=" + text(pool.window().orElseThrow().ceil()));
    return op.type() + arguments.stream().sorted().collect(Collectors.joining(", ", "(", ")"));
  }

  private static void add(List<String> arguments, String name, Object value) {
    if (value instanceof Window w) {
      arguments.add("kernel=" + w.kernelHeight() + "x" + w.kernelWidth());
      arguments.add("stride=" + w.strideHeight() + "x" + w.strideWidth());
      arguments.add("padding=" + w.paddingHeight() + "x" + w.paddingWidth());
    } else arguments.add(TERMS.getOrDefault(name, name) + "=" + text(value));
  }

  private static String text(Object value) {
    if (value instanceof Boolean yes) return yes ? "yes" : "no";
    if (value instanceof Enum<?> constant) return constant.name().toLowerCase(Locale.ROOT);
    if (value instanceof List<?> list)
      return list.stream().map(Operation::text).collect(Collectors.joining(" ", "[", "]"));
    if (value instanceof Record record)
      return Arrays.stream(record.getClass().getRecordComponents())
          .map(component -> component.getName() + "=" + text(value(record, component)))
          .collect(Collectors.joining(" ", "{", "}"));
    return value.toString();
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't read " + component, e);
    }
  }
}
