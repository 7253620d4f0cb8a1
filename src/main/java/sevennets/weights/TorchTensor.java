package sevennets.weights;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevennets.files.Pickle;

/**
 * A tensor of a PyTorch checkpoint: a view of a storage.
 *
 * @param offset its first element's place in the storage, in elements
 * @param strides how far apart two neighbours lie, along each dimension, in elements
 */
record TorchTensor(Storage storage, long offset, long[] shape, long[] strides) {

  /** A run of numbers that tensors are views of. */
  record Storage(String key, Dtype dtype) {}

  private static final Map<String, Dtype> STORAGES = Map.of(
      "FloatStorage", Dtype.F32,
      "DoubleStorage", Dtype.F64,
      "HalfStorage", Dtype.F16,
      "BFloat16Storage", Dtype.BF16,
      "LongStorage", Dtype.I64,
      "IntStorage", Dtype.I32,
      "ShortStorage", Dtype.I16,
      "CharStorage", Dtype.I8,
      "ByteStorage", Dtype.U8,
      "BoolStorage", Dtype.BOOL);

  /** In elements: 8 of it in bytes are still a number. */
  private static final long FARTHEST = Long.MAX_VALUE / 64;

  /**
   * So many elements a view may have of fewer that are stored: one stored number can be a million.
   */
  private static final int MOST_REPEATED = 1 << 20;

  TorchTensor {
    if (offset < 0 || offset > FARTHEST || shape.length != strides.length)
      throw new IllegalArgumentException("a tensor's place makes no sense");
    for (int i = 0; i < shape.length; i++)
      if (shape[i] < 0 || strides[i] < 0)
        throw new IllegalArgumentException("a tensor has a negative extent or stride");
  }

  long elements() {
    try {
      long elements = 1;
      for (long extent : shape) elements = Math.multiplyExact(elements, extent);
      return elements;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it has more elements than a file can hold", e);
    }
  }

  /** How many elements of the storage it reaches over; above 0 only if it has any. */
  long span() {
    try {
      long last = 0;
      for (int i = 0; i < shape.length; i++)
        last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
      if (elements() > Integer.MAX_VALUE - 8)
        throw new IllegalArgumentException("it has more elements than one array can hold");
      if (elements() > Math.max(last + 1, MOST_REPEATED))
        throw new IllegalArgumentException(
            "its %,d elements are views of %,d that are stored; save it with contiguous()"
                .formatted(elements(), last + 1));
      return Math.addExact(last, 1);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it reaches beyond its storage", e);
    }
  }

  /** Its elements in C order, of those that it reaches over. */
  float[] inOrder(float[] span) {
    if (Arrays.equals(strides, cStrides())) return span;
    float[] values = new float[(int) elements()];
    long[] index = new long[shape.length];
    long from = 0;
    for (int at = 0; at < values.length; at++) {
      values[at] = span[(int) from];
      for (int i = shape.length - 1; i >= 0; i--) {
        from += strides[i];
        if (++index[i] < shape[i]) break;
        from -= shape[i] * strides[i];
        index[i] = 0;
      }
    }
    return values;
  }

  private long[] cStrides() {
    long[] c = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      c[i] = step;
      step *= shape[i];
    }
    return c;
  }

  /** Of all that a checkpoint may name, tensors and dicts. */
  static final class Objects implements Pickle.Objects {
    private static final String OF_A_TYPE = "torch._tensor._rebuild_from_type_v2";

    /**
     * As many as a pickle may have parts: more are there only if one list is given again and again.
     */
    private static final long MOST_COPIED = 2_000_000;

    final Map<String, Storage> storages = new HashMap<>();
    /** Entries of lists that were copied into dicts and shapes. */
    private long copied;

    @Override
    public Object make(Pickle.Global what, List<Object> arguments) {
      return switch (what.toString()) {
        case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> dict(arguments, 0);
        case "collections.defaultdict" -> dict(arguments, 1);
        case "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_tensor_v3" -> tensor(arguments);
        case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          arguments.get(0);
        case OF_A_TYPE -> ofAnotherType(arguments);
        default -> null;
      };
    }

    @SuppressWarnings("unchecked")
    private Object ofAnotherType(List<Object> arguments) {
      return arguments.get(0) instanceof Pickle.Global made && !made.toString().equals(OF_A_TYPE)
          ? make(made, (List<Object>) arguments.get(2))
          : null;
    }

    /** Older pickles give an ordered dict's pairs to its constructor. */
    private Map<Object, Object> dict(List<Object> arguments, int first) {
      Map<Object, Object> dict = new LinkedHashMap<>();
      if (arguments.size() > first && arguments.get(first) instanceof List<?> pairs) {
        count(pairs);
        for (Object pair : pairs)
          if (pair instanceof List<?> two && two.size() == 2 && two.get(0) instanceof String name)
            dict.put(name, two.get(1));
      }
      return dict;
    }

    /** A list costs the file two bytes each time that it is named again, and here a copy. */
    private void count(List<?> list) {
      copied += list.size();
      if (copied > MOST_COPIED)
        throw new IllegalArgumentException(
            "its dicts and shapes are made of more than %,d entries in all".formatted(MOST_COPIED));
    }

    private Object tensor(List<Object> arguments) {
      return arguments.get(0) instanceof Storage storage
          ? new TorchTensor(
              storage, (Long) arguments.get(1), longs(arguments.get(2)), longs(arguments.get(3)))
          : null;
    }

    private long[] longs(Object list) {
      count((List<?>) list);
      return ((List<?>) list).stream().mapToLong(each -> (Long) each).toArray();
    }

    /** {@code ("storage", torch.FloatStorage, key, location, elements)}. */
    @Override
    public Object persistent(Object id) {
      if (id instanceof List<?> parts
          && parts.size() >= 3
          && "storage".equals(parts.get(0))
          && parts.get(1) instanceof Pickle.Global type
          && type.module().equals("torch")
          && STORAGES.containsKey(type.name())
          && (parts.get(2) instanceof String || parts.get(2) instanceof Long)) {
        return storages.computeIfAbsent(
            parts.get(2).toString(), key -> new Storage(key, STORAGES.get(type.name())));
      }
      return new Pickle.Inert(id);
    }
  }
}
