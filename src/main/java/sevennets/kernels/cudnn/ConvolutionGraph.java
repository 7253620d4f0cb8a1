package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.cudnn.*;
import static sevennets.kernels.cudnn.CudaDevice.checkDnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Call.Direction;

/** One direction of a convolution as a graph of cuDNN's, and the engines that can execute it. */
final class ConvolutionGraph {
  /** cuDNN knows well what is fast: its first proposals are enough to try. */
  private static final int MOST = 6;

  private static final long X = 'x', W = 'w', Y = 'y';

  /** An engine, ready to run. */
  record Engine(cudnnContext dnn, cudnnBackendDescriptor_t plan, int place, long room) {

    Runnable bind(long x, long w, long y, long room) {
      cudnnBackendDescriptor_t pack = make(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR);
      PointerPointer<Pointer> data = new PointerPointer<>(3);
      data.put(0, Memory.at(x));
      data.put(1, Memory.at(w));
      data.put(2, Memory.at(y));
      check(cudnnBackendSetAttribute(
          pack, CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR, 3, data));
      set(pack, CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64, X, W, Y);
      PointerPointer<Pointer> scratch = new PointerPointer<>(1);
      scratch.put(0, Memory.at(room));
      check(cudnnBackendSetAttribute(
          pack, CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR, 1, scratch));
      finish(pack);
      return () -> checkDnn(cudnnBackendExecute(dnn, plan, pack), "run a convolution");
    }
  }

  /**
   * What is read and written.
   *
   * @param brain whether all is bfloat16; with sums of float32 cuDNN 9 proposes nothing
   * @param tensorFloat whether factors of float32 may be rounded to TensorFloat-32
   * @param add whether the result is added to what is there
   */
  record Kind(boolean brain, boolean tensorFloat, boolean add) {}

  private ConvolutionGraph() {}

  /** Those engines that repeat their bits, in the order in which cuDNN thinks them fast. */
  static List<Engine> engines(cudnnContext dnn, Direction direction, ConvShape shape, Kind kind) {
    cudnnBackendDescriptor_t graph = make(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR);
    handle(graph, CUDNN_ATTR_OPERATIONGRAPH_HANDLE, dnn);
    descriptor(graph, CUDNN_ATTR_OPERATIONGRAPH_OPS, operation(direction, shape, kind));
    finish(graph);
    List<Engine> engines = new ArrayList<>();
    int place = 0;
    for (cudnnBackendDescriptor_t config : configurations(heuristics(graph, null))) {
      if (repeats(engine(config), kind.tensorFloat)) {
        cudnnBackendDescriptor_t plan = make(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR);
        handle(plan, CUDNN_ATTR_EXECUTION_PLAN_HANDLE, dnn);
        descriptor(plan, CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, config);
        if (cudnnBackendFinalize(plan) == CUDNN_STATUS_SUCCESS) {
          engines.add(new Engine(dnn, plan, place, room(plan)));
        }
      }
      place++;
    }
    return engines;
  }

  /** How many engines cuDNN proposes first, and how many of them repeat their bits. */
  record Proposals(int all, int repeating) {}

  /** What cuDNN would try on a card that it knows by its properties alone; none is needed here. */
  static Proposals proposals(
      Direction direction, ConvShape shape, boolean brain, cudnnBackendDescriptor_t card) {
    cudnnBackendDescriptor_t operation = operation(direction, shape, new Kind(brain, true, false));
    cudnnBackendDescriptor_t graph = make(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR);
    descriptor(graph, CUDNN_ATTR_OPERATIONGRAPH_OPS, operation);
    finish(graph);
    cudnnBackendDescriptor_t heuristics = heuristics(graph, card);
    List<cudnnBackendDescriptor_t> all = configurations(heuristics);
    int repeating = 0;
    for (cudnnBackendDescriptor_t config : all) {
      cudnnBackendDescriptor_t engine = engine(config);
      repeating += repeats(engine, true) ? 1 : 0;
      cudnnBackendDestroyDescriptor(engine);
      cudnnBackendDestroyDescriptor(config);
    }
    for (cudnnBackendDescriptor_t done : List.of(heuristics, graph, operation)) {
      cudnnBackendDestroyDescriptor(done);
    }
    return new Proposals(all.size(), repeating);
  }

  private static cudnnBackendDescriptor_t operation(Direction direction, ConvShape s, Kind kind) {
    int type = kind.brain ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
    cudnnBackendDescriptor_t x = tensor(X, type, s.batch(), s.in(), s.height(), s.width());
    cudnnBackendDescriptor_t w =
        tensor(W, type, s.out(), s.in() / s.groups(), s.kernelHeight(), s.kernelWidth());
    cudnnBackendDescriptor_t y = tensor(Y, type, s.batch(), s.out(), s.outHeight(), s.outWidth());
    cudnnBackendDescriptor_t window = window(s);
    float beta = kind.add ? 1 : 0;
    cudnnBackendDescriptor_t op;
    switch (direction) {
      case FORWARD -> {
        op = make(CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, window);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, x);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, w);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, y);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, 1);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, beta);
      }
      case BACK_DATA -> {
        op = make(CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC, window);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX, x);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W, w);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY, y);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA, 1);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA, beta);
      }
      default -> {
        op = make(CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC, window);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X, x);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW, w);
        descriptor(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY, y);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA, 1);
        real(op, CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA, beta);
      }
    }
    return finish(op);
  }

  /** In NCHW's order of sizes and channels-last memory. */
  private static cudnnBackendDescriptor_t tensor(
      long id, int type, long n, long c, long h, long w) {
    cudnnBackendDescriptor_t tensor = make(CUDNN_BACKEND_TENSOR_DESCRIPTOR);
    set(tensor, CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, type);
    set(tensor, CUDNN_ATTR_TENSOR_DIMENSIONS, CUDNN_TYPE_INT64, n, c, h, w);
    set(tensor, CUDNN_ATTR_TENSOR_STRIDES, CUDNN_TYPE_INT64, c * h * w, 1, w * c, c);
    set(tensor, CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_INT64, id);
    set(tensor, CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, CUDNN_TYPE_INT64, 16);
    return finish(tensor);
  }

  private static cudnnBackendDescriptor_t window(ConvShape s) {
    cudnnBackendDescriptor_t window = make(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR);
    set(window, CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT);
    set(
        window,
        CUDNN_ATTR_CONVOLUTION_CONV_MODE,
        CUDNN_TYPE_CONVOLUTION_MODE,
        CUDNN_CROSS_CORRELATION);
    set(window, CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, CUDNN_TYPE_INT64, 2);
    long[] padding = {s.paddingHeight(), s.paddingWidth()};
    set(window, CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, CUDNN_TYPE_INT64, padding);
    set(window, CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, CUDNN_TYPE_INT64, padding);
    set(window, CUDNN_ATTR_CONVOLUTION_DILATIONS, CUDNN_TYPE_INT64, 1, 1);
    set(
        window,
        CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES,
        CUDNN_TYPE_INT64,
        s.strideHeight(),
        s.strideWidth());
    return finish(window);
  }

  /** @param card a card that is not there, or null for the one at hand */
  private static cudnnBackendDescriptor_t heuristics(
      cudnnBackendDescriptor_t graph, cudnnBackendDescriptor_t card) {
    cudnnBackendDescriptor_t heuristics = make(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR);
    descriptor(heuristics, CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph);
    if (card != null) {
      descriptor(heuristics, CUDNN_ATTR_ENGINEHEUR_DEVICEPROP, card);
    }
    set(heuristics, CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, CUDNN_HEUR_MODE_A);
    return heuristics;
  }

  private static List<cudnnBackendDescriptor_t> configurations(
      cudnnBackendDescriptor_t heuristics) {
    if (cudnnBackendFinalize(heuristics) != CUDNN_STATUS_SUCCESS) {
      return List.of();
    }
    return read(
        heuristics, CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, MOST);
  }

  private static cudnnBackendDescriptor_t engine(cudnnBackendDescriptor_t config) {
    return read(config, CUDNN_ATTR_ENGINECFG_ENGINE, CUDNN_BACKEND_ENGINE_DESCRIPTOR, 1)
        .get(0);
  }

  /** Whether an engine gives the same bits each time, in the arithmetic that is allowed. */
  private static boolean repeats(cudnnBackendDescriptor_t engine, boolean tensorFloat) {
    Set<Integer> numerical =
        notes(engine, CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE);
    Set<Integer> behavior =
        notes(engine, CUDNN_ATTR_ENGINE_BEHAVIOR_NOTE, CUDNN_TYPE_BEHAVIOR_NOTE);
    boolean exact = !numerical.contains(CUDNN_NUMERICAL_NOTE_TENSOR_CORE)
        && !numerical.contains(CUDNN_NUMERICAL_NOTE_WINOGRAD)
        && !numerical.contains(CUDNN_NUMERICAL_NOTE_FFT);
    return !numerical.contains(CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC)
        && !behavior.contains(CUDNN_BEHAVIOR_NOTE_RUNTIME_COMPILATION)
        && (tensorFloat || exact);
  }

  private static Set<Integer> notes(cudnnBackendDescriptor_t engine, int attribute, int type) {
    IntPointer values = new IntPointer(64);
    long[] count = new long[1];
    Set<Integer> notes = new HashSet<>();
    if (cudnnBackendGetAttribute(engine, attribute, type, 64, count, values) == 0) {
      for (int i = 0; i < Math.min(64, count[0]); i++) {
        notes.add(values.get(i));
      }
    }
    return notes;
  }

  private static long room(cudnnBackendDescriptor_t plan) {
    LongPointer bytes = new LongPointer(1);
    check(cudnnBackendGetAttribute(
        plan, CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE, CUDNN_TYPE_INT64, 1, new long[1], bytes));
    return bytes.get();
  }

  // ---- descriptors

  static cudnnBackendDescriptor_t make(int type) {
    cudnnBackendDescriptor_t descriptor = new cudnnBackendDescriptor_t();
    check(cudnnBackendCreateDescriptor(type, descriptor));
    return descriptor;
  }

  static cudnnBackendDescriptor_t finish(cudnnBackendDescriptor_t descriptor) {
    check(cudnnBackendFinalize(descriptor));
    return descriptor;
  }

  /** 64-bit whole numbers, or codes of 32 bits. */
  private static void set(cudnnBackendDescriptor_t of, int name, int type, long... values) {
    Pointer array = type == CUDNN_TYPE_INT64
        ? new LongPointer(values)
        : new IntPointer(Arrays.stream(values).mapToInt(v -> (int) v).toArray());
    check(cudnnBackendSetAttribute(of, name, type, values.length, array));
  }

  private static void real(cudnnBackendDescriptor_t of, int name, float value) {
    check(cudnnBackendSetAttribute(
        of, name, CUDNN_TYPE_FLOAT, 1, new FloatPointer(new float[] {value})));
  }

  private static void descriptor(
      cudnnBackendDescriptor_t of, int name, cudnnBackendDescriptor_t value) {
    PointerPointer<Pointer> array = new PointerPointer<>(1);
    array.put(0, value);
    check(cudnnBackendSetAttribute(of, name, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, array));
  }

  private static void handle(cudnnBackendDescriptor_t of, int name, cudnnContext dnn) {
    PointerPointer<Pointer> array = new PointerPointer<>(1);
    array.put(0, dnn);
    check(cudnnBackendSetAttribute(of, name, CUDNN_TYPE_HANDLE, 1, array));
  }

  private static List<cudnnBackendDescriptor_t> read(
      cudnnBackendDescriptor_t of, int name, int type, int most) {
    PointerPointer<Pointer> array = new PointerPointer<>(most);
    List<cudnnBackendDescriptor_t> all = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      all.add(make(type));
      array.put(i, all.get(i));
    }
    long[] count = new long[1];
    check(cudnnBackendGetAttribute(of, name, CUDNN_TYPE_BACKEND_DESCRIPTOR, most, count, array));
    int found = (int) Math.min(most, count[0]);
    all.subList(found, most).forEach(unused -> cudnnBackendDestroyDescriptor(unused));
    return all.subList(0, found);
  }

  static void check(int status) {
    if (status != CUDNN_STATUS_SUCCESS) {
      BytePointer words = new BytePointer(1000);
      words.put(0, (byte) 0);
      cudnnGetLastErrorString(words, 1000);
      checkDnn(status, "plan a convolution (" + words.getString().split("\0")[0].strip() + ")");
    }
  }
}
