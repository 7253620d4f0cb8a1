package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevennets.kernels.cudnn.Call.Part;
import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * A pass through a net as a list of calls, written down once for a batch size. Nothing is computed
 * here: the areas that the calls name get their places from {@link #cut}, and a {@link Device}
 * executes them.
 *
 * <p>A value that several steps read collects its gradient: the first to write it overwrites, later
 * ones add. A sum hands its own gradient on to its inputs without a copy; whoever wants to add to
 * such a shared gradient, or to overwrite it, gets a copy while another still needs it.
 */
final class Tape {
  /** Threads in a block; {@code THREADS} in sevennets.cu. */
  static final int THREADS = 256;
  /** Blocks that keep any card busy; a kernel goes over the rest in strides. */
  private static final int BLOCKS = 2112;

  private static final int BLOCKS_OF_SUMS = 1024;

  final Plan plan;
  final int batch;
  final boolean training;
  private final Device device;
  private final Store store;
  private final List<Call> calls = new ArrayList<>();
  private final Area[] values;
  private final Area[] gradients;
  private final boolean[] learns;
  private final Map<Area, Area> rounded = new HashMap<>();
  private final Map<Area, Set<Integer>> owners = new HashMap<>();
  private final List<Integer> draws = new ArrayList<>();
  private int number;

  /** Parameters, their gradients, and what else outlives a pass. */
  interface Store {
    Area parameter(Step step, String key);

    Area gradient(Step step, String key);

    /** Where {@code {root, node}} of the random generator is for the draw of that number. */
    Part chance(int number);
  }

  /** A destination for a gradient. */
  record Into(Area area, boolean add) {
    int addFlag() {
      return add ? 1 : 0;
    }
  }

  Tape(Plan plan, int batch, boolean training, Device device, Store store) {
    this.plan = plan;
    this.batch = batch;
    this.training = training;
    this.device = device;
    this.store = store;
    values = new Area[plan.values().size()];
    gradients = new Area[values.length];
    learns = new boolean[values.length];
    for (Step step : plan.steps()) {
      learns[step.output()] =
          !step.parameters().isEmpty() || step.inputs().stream().anyMatch(in -> learns[in]);
    }
  }

  // ---- values

  /** Numbers that live as long as calls use them. */
  Area area(String name, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s of %s at batch %d has %,d numbers; a card's kernels take at most %,d in one array; choose a smaller batch"
              .formatted(name, plan.name(), batch, length, Integer.MAX_VALUE));
    }
    return new Area(name + "#" + number++, length);
  }

  Area value(int value) {
    return values[value];
  }

  void setValue(int value, Area area) {
    values[value] = area;
  }

  /** The area of a step's output, made now. */
  Area output(Step step) {
    return values[step.output()] = area(step.name(), numbers(step.output()));
  }

  int numbers(int value) {
    long numbers = (long) batch * shape(value).size();
    if (numbers > Integer.MAX_VALUE) {
      area(plan.name(), numbers);
    }
    return (int) numbers;
  }

  Shape shape(int value) {
    return plan.shape(value);
  }

  Area parameter(Step step, String key) {
    return store.parameter(step, key);
  }

  Area parameterGradient(Step step, String key) {
    return store.gradient(step, key);
  }

  /** The random generator's state for one more step that draws {@code draws} numbers. */
  Part chance(int draws) {
    this.draws.add(draws);
    return store.chance(this.draws.size() - 1);
  }

  /** How many numbers each random step draws, in the order of the forward pass. */
  List<Integer> draws() {
    return draws;
  }

  // ---- gradients

  /** Whether anything before this value learns. */
  boolean learns(int value) {
    return learns[value];
  }

  /** The gradient of a value, when all who read it have written theirs; null if none did. */
  Area gradient(int value) {
    return gradients[value];
  }

  /** Where a step writes its gradient of a value it read; null if nothing before it learns. */
  Into into(int value) {
    if (!learns[value]) {
      return null;
    }
    if (gradients[value] == null) {
      own(value, area("gradient", numbers(value)));
      return new Into(gradients[value], false);
    }
    return new Into(exclusive(value), true);
  }

  /**
   * Lets {@code area} be a value's gradient, or a summand of it. It is read, never written, by the
   * caller from now on.
   */
  void handOn(int value, Area area) {
    if (!learns[value]) {
      return;
    }
    if (gradients[value] == null) {
      own(value, area);
    } else {
      Into into = into(value);
      elementwise("copy", numbers(value), area, into.area(), numbers(value), 1);
    }
  }

  /** A value's gradient, which may be written: a copy, if others still need it as it is. */
  Area exclusive(int value) {
    Area area = gradients[value];
    if (owners.get(area).size() > 1) {
      Area copy = area("gradient", numbers(value));
      elementwise("copy", numbers(value), area, copy, numbers(value), 0);
      owners.get(area).remove(value);
      own(value, copy);
    }
    return gradients[value];
  }

  /** Says that the step which made a value has read its gradient and no one will again. */
  void done(int value) {
    if (gradients[value] != null) {
      owners.get(gradients[value]).remove(value);
    }
  }

  private void own(int value, Area area) {
    gradients[value] = area;
    owners.computeIfAbsent(area, a -> new HashSet<>()).add(value);
  }

  // ---- calls

  void call(Call call) {
    calls.add(call);
  }

  /** A kernel over {@code n} numbers, one a thread. */
  void elementwise(String kernel, int n, Object... arguments) {
    int blocks = Math.max(1, Math.min(BLOCKS, (n + THREADS - 1) / THREADS));
    launch(kernel, blocks, 1, 1, THREADS, arguments);
  }

  /**
   * So many neighbouring channels of each row, from one place to another.
   *
   * @param xChannels how many each row of {@code x} has
   * @param xFrom the first of those to be moved
   */
  void channels(
      Area x,
      int xChannels,
      int xFrom,
      Area y,
      int yChannels,
      int yFrom,
      int channels,
      boolean add) {
    boolean four = (xChannels | xFrom | yChannels | yFrom | channels) % 4 == 0;
    int rows = Math.toIntExact(Math.min(x.length / xChannels, y.length / yChannels));
    int n = rows * channels;
    elementwise(
        four ? "channels_to4" : "channels_to",
        four ? n / 4 : n,
        x,
        xChannels,
        xFrom,
        y,
        yChannels,
        yFrom,
        n,
        channels,
        add ? 1 : 0);
  }

  void launch(String kernel, int x, int y, int z, int threads, Object... arguments) {
    calls.add(new Call.Launch(
        kernel,
        x,
        y,
        z,
        threads,
        java.util.Collections.unmodifiableList(Arrays.asList(arguments))));
  }

  void convolution(
      Call.Direction direction, Call.ConvShape shape, Area x, Area w, Area y, boolean add) {
    long room = device.room(direction, shape, add, x.brain);
    Area scratch = room == 0 ? null : area("room", (room + 3) / 4);
    calls.add(new Call.Convolution(direction, shape, x, w, y, scratch, add));
  }

  /** The same of factors in bfloat16, whose sums cuDNN rounds to bfloat16 too. */
  void roundedConvolution(
      Call.Direction direction, Call.ConvShape shape, Area x, Area w, Area y, boolean add) {
    Area result = switch (direction) {
      case FORWARD -> y;
      case BACK_DATA -> x;
      case BACK_WEIGHTS -> w;
    };
    Area half = half(result);
    convolution(
        direction,
        shape,
        result == x ? half : x,
        result == w ? half : w,
        result == y ? half : y,
        false);
    int n = Math.toIntExact(result.length);
    elementwise("from_brain", n, half, result, n, add ? 1 : 0);
  }

  /** Whether products round their factors to bfloat16. */
  boolean rounds() {
    return device.rounds();
  }

  /** Whether a convolution rounds its factors to bfloat16: where it is wanted and has a way. */
  boolean rounds(Call.ConvShape shape) {
    return device.rounds() && device.takesBrain(shape);
  }

  /**
   * A value or parameter, which does not change any more, in bfloat16; made once for all who ask.
   */
  Area rounded(Area floats) {
    return rounded.computeIfAbsent(floats, this::roundedNow);
  }

  /** What may change later, in bfloat16 as it is now. */
  Area roundedNow(Area floats) {
    Area half = half(floats);
    int n = Math.toIntExact(floats.length);
    elementwise("to_brain", n, floats, half, n);
    return half;
  }

  private Area half(Area floats) {
    return new Area(floats.name + " rounded#" + number++, floats.length, true);
  }

  List<Call> calls() {
    return calls;
  }

  // ---- sums over rows

  /** How a sum over the rows of {@code rows x channels} is divided among blocks; by shape alone. */
  record Sums(int rows, int channels, int width, int lanes, int tiles, int chunks) {
    static Sums of(int rows, int channels, int width) {
      int packs = channels / width;
      int lanes = Math.min(32, powerOfTwo(packs));
      int tiles = (packs + lanes - 1) / lanes;
      int rowsAtOnce = THREADS / lanes;
      int chunks = Math.max(1, Math.min(BLOCKS_OF_SUMS / tiles, rows / (8 * rowsAtOnce)));
      return new Sums(rows, channels, width, lanes, tiles, chunks);
    }

    static Sums of(int rows, int channels) {
      return of(rows, channels, channels % 4 == 0 ? 4 : 1);
    }

    /** The kernel that takes this many channels at once. */
    String kernel(String name) {
      return width == 1 ? name : name + width;
    }

    int joiners() {
      return Math.max(32, Math.min(THREADS, powerOfTwo(chunks)));
    }
  }

  /** Of a block that looks at one row of so many numbers. */
  static int threadsOfRow(int numbers) {
    return Math.max(32, Math.min(THREADS, powerOfTwo(numbers)));
  }

  static int powerOfTwo(int atLeast) {
    return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
  }

  /** A kernel that writes partial sums. */
  void sums(Sums sums, String kernel, Object... arguments) {
    launch(sums.kernel(kernel), sums.tiles(), sums.chunks(), 1, THREADS, arguments);
  }

  /** The sum of the rows of {@code rows x channels}. */
  void sumOfRows(Area x, int rows, int channels, Area to) {
    Sums sums = Sums.of(rows, channels);
    Area partial = partial(sums);
    sums(
        sums,
        "bias_back",
        x,
        null,
        null,
        x,
        x,
        partial,
        rows,
        channels,
        sums.lanes(),
        Ways.IDENTITY);
    join(sums, "join", partial, to, sums.chunks());
  }

  Area partial(Sums sums) {
    return area("partial", 2L * sums.channels() * sums.chunks());
  }

  /** A kernel with one block a channel. */
  void join(Sums sums, String kernel, Object... arguments) {
    launch(kernel, sums.channels(), 1, 1, sums.joiners(), arguments);
  }

  // ---- places

  /**
   * Gives every area that has no place yet one in a common block.
   *
   * @param kept areas that must live to the end of the pass
   * @return how many bytes the block must have
   */
  long cut(Area... kept) {
    Map<Area, Arena.Life> lives = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      for (Area area : calls.get(i).uses()) {
        int now = i;
        if (area.offset < 0) {
          lives.merge(
              area, new Arena.Life(area, now, now), (a, b) -> new Arena.Life(area, a.from(), now));
        }
      }
    }
    for (Area area : kept) {
      lives.computeIfPresent(area, (a, life) -> new Arena.Life(area, life.from(), calls.size()));
    }
    areas = lives.values().stream().toList();
    return Arena.plan(areas);
  }

  private List<Arena.Life> areas = List.of();

  /** What {@link #cut} placed. */
  List<Arena.Life> lives() {
    return areas;
  }

  void settle(long base) {
    areas.forEach(life -> life.area().base = base);
  }
}
