package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.cudnn.*;
import static sevennets.kernels.cudnn.CudaDevice.checkDnn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Call.Direction;
import sevennets.kernels.cudnn.ConvolutionGraph.Engine;
import sevennets.kernels.cudnn.ConvolutionGraph.Kind;

/**
 * Convolutions on channels-last images. For each shape and direction all that always gives the same
 * bits is tried once and timed: cuDNN's engines, its older algorithms, and for windows of one pixel
 * cuBLAS's product. What was fastest is written down beside the compiled kernels, so that the next
 * run on this card takes the same and gives the same bits.
 */
@SuppressWarnings("deprecation") // the older form, for what the newer one has no plan for
final class Convolutions {
  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});
  private static final int REPEATS = 3;
  /** Off where no time is to be lost: {@code -Dsevennets.timed=false} takes the first that runs. */
  private static final boolean TIMED =
      Boolean.parseBoolean(System.getProperty("sevennets.timed", "true"));

  /** Off to see what the older algorithms do alone: {@code -Dsevennets.engines=false}. */
  private static final boolean ENGINES =
      Boolean.parseBoolean(System.getProperty("sevennets.engines", "true"));

  /** The older algorithms that repeat their bits: NVIDIA's list. */
  private static final Map<Direction, List<Integer>> DETERMINISTIC = Map.of(
      Direction.FORWARD,
      List.of(
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM,
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM),
      Direction.BACK_DATA,
      List.of(CUDNN_CONVOLUTION_BWD_DATA_ALGO_1),
      Direction.BACK_WEIGHTS,
      List.of(CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1));

  private final CudaDevice device;
  private final cudnnContext dnn;
  private final Arithmetic arithmetic;
  private final Path file;
  private final Properties known = new Properties();
  private final Map<Task, Candidate> chosen = new HashMap<>();

  /** One way to compute a convolution. */
  interface Candidate {
    String name();

    /** Bytes of scratch. */
    long room();

    Runnable bind(long x, long w, long y, long room);
  }

  private record Way(String name, long room, Binding binding) implements Candidate {
    @Override
    public Runnable bind(long x, long w, long y, long room) {
      return binding.bind(x, w, y, room);
    }
  }

  private interface Binding {
    Runnable bind(long x, long w, long y, long room);
  }

  /** @param file where choices are kept; they hold for one card and version of cuDNN */
  Convolutions(CudaDevice device, cudnnContext dnn, Arithmetic arithmetic, Path file) {
    this.device = device;
    this.dnn = dnn;
    this.arithmetic = arithmetic;
    this.file = file;
    if (Files.isRegularFile(file)) {
      try (var in = Files.newBufferedReader(file)) {
        known.load(in);
      } catch (IOException e) {
        known.clear();
      }
    }
  }

  /** What is to be computed. */
  private record Task(Direction direction, ConvShape shape, boolean add, boolean brain) {
    String key(boolean exact) {
      return direction + (add ? "+" : "") + shape.text() + (exact ? "exact" : brain ? "brain" : "");
    }
  }

  Candidate of(Direction direction, ConvShape shape, boolean add, boolean brain) {
    return chosen.computeIfAbsent(new Task(direction, shape, add, brain), this::choose);
  }

  /**
   * Whether there is a way for every direction in bfloat16; of three channels there may be none.
   */
  boolean takeBrain(ConvShape shape) {
    return Arrays.stream(Direction.values())
        .noneMatch(it -> candidates(new Task(it, shape, false, true)).isEmpty());
  }

  Runnable prepare(Call.Convolution c) {
    return of(c.direction(), c.shape(), c.add(), c.brain())
        .bind(
            c.x().address(),
            c.w().address(),
            c.y().address(),
            c.room() == null ? 0 : c.room().address());
  }

  private Candidate choose(Task task) {
    List<Candidate> all = candidates(task);
    String key = task.key(isExact());
    String before = known.getProperty(key);
    for (Candidate candidate : all) {
      if (candidate.name().equals(before)) {
        return candidate;
      }
    }
    Candidate best = fastest(all, task.shape);
    known.setProperty(key, best.name());
    return best;
  }

  /** Keeps the choices for the next run. */
  void save() {
    try {
      Files.createDirectories(file.getParent());
      try (var out = Files.newBufferedWriter(file)) {
        known.store(out, null);
      }
    } catch (IOException e) {
      // They will be made again.
    }
  }

  private Candidate fastest(List<Candidate> proposed, ConvShape s) {
    if (proposed.isEmpty()) {
      throw new CudaException("cuDNN has no way that repeats its bits for " + s);
    }
    long x = 4L * s.batch() * s.height() * s.width() * s.in();
    long w = 4L * s.out() * s.kernelHeight() * s.kernelWidth() * s.in() / s.groups();
    long y = 4L * s.batch() * s.outHeight() * s.outWidth() * s.out();
    // One that is quick with more scratch than there is is of no use.
    long free = device.freeBytes() - x - w - y - 4 * Area.ALIGNMENT;
    List<Candidate> all = proposed.stream().filter(it -> it.room() <= free).toList();
    long room = all.stream().mapToLong(Candidate::room).max().orElse(0);
    long[] blocks = {
      device.allocate(x + Area.ALIGNMENT),
      device.allocate(w + Area.ALIGNMENT),
      device.allocate(y + Area.ALIGNMENT),
      device.allocate(room + Area.ALIGNMENT)
    };
    device.zero(blocks[0], x);
    device.zero(blocks[1], w);
    device.zero(blocks[2], y);
    Map<Candidate, Double> took = new HashMap<>();
    for (Candidate candidate : all) {
      try {
        Runnable work = candidate.bind(blocks[0], blocks[1], blocks[2], blocks[3]);
        work.run();
        device.await();
        took.put(candidate, TIMED ? device.microseconds(work, REPEATS) : 0.0);
        if (!TIMED) {
          break;
        }
      } catch (CudaException e) {
        // It was proposed and doesn't run: another will.
      }
    }
    for (long block : blocks) {
      device.free(block);
    }
    return took.keySet().stream()
        .min(Comparator.comparingDouble(took::get))
        .orElseThrow(() -> new CudaException("none of cuDNN's ways runs for " + s));
  }

  private boolean isExact() {
    return arithmetic == Arithmetic.FLOAT32;
  }

  private List<Candidate> candidates(Task task) {
    List<Candidate> all = new ArrayList<>(engines(task));
    if (!task.brain) {
      all.addAll(older(task));
    }
    if (task.shape.pointwise()) {
      Sides sides = product(task.direction, task.shape);
      all.add(new Way(
          "product", 0, (x, w, y, room) -> device.multiply(sides, task.add, task.brain, x, w, y)));
    }
    return all;
  }

  private List<Candidate> engines(Task task) {
    List<Candidate> all = new ArrayList<>();
    if (ENGINES) {
      try {
        Kind kind = new Kind(task.brain, !isExact(), task.add);
        for (Engine engine : ConvolutionGraph.engines(dnn, task.direction, task.shape, kind)) {
          all.add(new Way("engine " + engine.place(), engine.room(), engine::bind));
        }
      } catch (CudaException e) {
        // No graph for this shape; the others are asked.
        all.clear();
      }
    }
    return all;
  }

  private List<Candidate> older(Task task) {
    List<Candidate> all = new ArrayList<>();
    Older older = new Older(task.shape);
    for (int algorithm : DETERMINISTIC.get(task.direction)) {
      long room = older.room(task.direction, algorithm);
      if (room >= 0) {
        all.add(new Way(
            "algorithm " + algorithm,
            room,
            (x, w, y, scratch) ->
                older.bind(task.direction, algorithm, room, task.add, x, w, y, scratch)));
      }
    }
    return all;
  }

  /**
   * The product that a window of one pixel is: sizes, transpositions, and which of x, w, y are a,
   * b, c.
   */
  record Sides(int m, int n, int k, boolean transposeA, boolean transposeB, String order) {}

  private static Sides product(Direction direction, ConvShape s) {
    int rows = s.batch() * s.height() * s.width();
    return switch (direction) {
      case FORWARD -> new Sides(rows, s.out(), s.in(), false, true, "xwy");
      case BACK_DATA -> new Sides(rows, s.in(), s.out(), false, false, "ywx");
      case BACK_WEIGHTS -> new Sides(s.out(), s.in(), rows, true, false, "yxw");
    };
  }

  /** A convolution in cuDNN's older form. */
  private final class Older {
    final cudnnTensorStruct x;
    final cudnnTensorStruct y;
    final cudnnFilterStruct w = new cudnnFilterStruct();
    final cudnnConvolutionStruct how = new cudnnConvolutionStruct();

    Older(ConvShape s) {
      checkDnn(cudnnCreateConvolutionDescriptor(how), "describe a convolution");
      checkDnn(
          cudnnSetConvolution2dDescriptor(
              how,
              s.paddingHeight(),
              s.paddingWidth(),
              s.strideHeight(),
              s.strideWidth(),
              1,
              1,
              CUDNN_CROSS_CORRELATION,
              CUDNN_DATA_FLOAT),
          "describe a convolution");
      checkDnn(cudnnSetConvolutionGroupCount(how, s.groups()), "describe groups");
      checkDnn(
          cudnnSetConvolutionMathType(how, isExact() ? CUDNN_FMA_MATH : CUDNN_DEFAULT_MATH),
          "choose its arithmetic");
      checkDnn(cudnnCreateFilterDescriptor(w), "describe weights");
      checkDnn(
          cudnnSetFilter4dDescriptor(
              w,
              CUDNN_DATA_FLOAT,
              CUDNN_TENSOR_NHWC,
              s.out(),
              s.in() / s.groups(),
              s.kernelHeight(),
              s.kernelWidth()),
          "describe weights");
      x = images(s.batch(), s.in(), s.height(), s.width());
      y = images(s.batch(), s.out(), s.outHeight(), s.outWidth());
    }

    private cudnnTensorStruct images(int n, int c, int h, int w) {
      cudnnTensorStruct images = new cudnnTensorStruct();
      checkDnn(cudnnCreateTensorDescriptor(images), "describe images");
      checkDnn(
          cudnnSetTensor4dDescriptor(images, CUDNN_TENSOR_NHWC, CUDNN_DATA_FLOAT, n, c, h, w),
          "describe images");
      return images;
    }

    /** Bytes of scratch, or -1 if the algorithm does not take this shape. */
    long room(Direction direction, int algorithm) {
      SizeTPointer size = new SizeTPointer(1);
      int status = switch (direction) {
        case FORWARD -> cudnnGetConvolutionForwardWorkspaceSize(dnn, x, w, how, y, algorithm, size);
        case BACK_DATA ->
          cudnnGetConvolutionBackwardDataWorkspaceSize(dnn, w, y, how, x, algorithm, size);
        case BACK_WEIGHTS ->
          cudnnGetConvolutionBackwardFilterWorkspaceSize(dnn, x, y, how, w, algorithm, size);
      };
      return status == CUDNN_STATUS_SUCCESS ? size.get() : -1;
    }

    Runnable bind(
        Direction direction,
        int algorithm,
        long bytes,
        boolean add,
        long px,
        long pw,
        long py,
        long scratch) {
      Pointer ax = Memory.at(px), aw = Memory.at(pw), ay = Memory.at(py), room = Memory.at(scratch);
      FloatPointer beta = add ? ONE : ZERO;
      return switch (direction) {
        case FORWARD ->
          () -> checkDnn(
              cudnnConvolutionForward(
                  dnn, ONE, x, ax, w, aw, how, algorithm, room, bytes, beta, y, ay),
              "run a convolution");
        case BACK_DATA ->
          () -> checkDnn(
              cudnnConvolutionBackwardData(
                  dnn, ONE, w, aw, y, ay, how, algorithm, room, bytes, beta, x, ax),
              "run a convolution back to its images");
        case BACK_WEIGHTS ->
          () -> checkDnn(
              cudnnConvolutionBackwardFilter(
                  dnn, ONE, x, ax, y, ay, how, algorithm, room, bytes, beta, w, aw),
              "run a convolution back to its weights");
      };
    }
  }
}
