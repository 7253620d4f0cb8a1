package sevennets.kernels.cudnn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevennets.kernels.cudnn.Call.Part;
import sevennets.kernels.cudnn.Plan.Head;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * A net that trains on a {@link Device}. Weights, gradient and optimizer's memory stay there; a
 * step sends a batch, and brings back its loss and scores.
 */
final class CardNet implements AutoCloseable {
  /** Batches that may be on their way at once: one computes while the next is copied. */
  static final int SLOTS = 2;
  /** No loss that a net recovers from is as many times that of guessing. */
  private static final double HOPELESS = 1000;

  /** In sevennets.cu's Control: first the host's numbers, then the card's. */
  private static final int CONTROL = 8, LOSS = 4, NORM = 5, GO = 6;

  private static final int CHANCES_FROM = Area.ALIGNMENT / Float.BYTES;

  private final Device device;
  private final Plan plan;
  private final Rule rule;
  private final Layout layout;
  private final Area weights;
  private final Area gradient;
  private final Area decays;
  private final Map<String, Area> memory = new LinkedHashMap<>();
  private final List<Long> blocks = new ArrayList<>();
  private final Map<Integer, Training> training = new HashMap<>();
  private final Map<Integer, Inference> inference = new HashMap<>();
  private final Input scoring = new Input();
  private long planned;
  private long arena;
  private long arenaBytes;

  /** What came of a step. If it was not taken, the weights are as before. */
  record Outcome(double loss, double norm, boolean taken) {}

  CardNet(Device device, Plan plan, Rule rule) {
    this.device = device;
    this.plan = Fusion.of(plan);
    this.rule = rule;
    layout = new Layout(this.plan);
    weights = keep("weights", layout.length());
    gradient = keep("gradient", layout.length());
    decays = keep("decays", (layout.length() + 3L) / 4);
    device.write(decays.address(), layout.decays(rule));
    device.write(gradient.address(), new float[layout.length()]);
    rule.memory().forEach((name, start) -> {
      float[] values = new float[layout.length()];
      java.util.Arrays.fill(values, start);
      device.write(vector(name).address(), values);
    });
    if (rule.average() > 0) {
      vector(Rule.AVERAGE);
    }
  }

  private Area vector(String name) {
    return memory.computeIfAbsent(name, n -> keep(n, layout.length()));
  }

  /** Memory of its own, until {@link #close}. */
  private Area keep(String name, long length) {
    Area area = new Area(name, length);
    area.base = block(area.bytes());
    area.offset = 0;
    return area;
  }

  private long block(long bytes) {
    long block = device.allocate(Math.max(bytes, Area.ALIGNMENT));
    blocks.add(block);
    planned += Math.max(bytes, Area.ALIGNMENT);
    return block;
  }

  /** Bytes taken so far; after {@link #reserve} all that a run takes. */
  long plannedBytes() {
    return planned;
  }

  /** One block for the values of all programs: one is at work at a time. */
  private long arena(long bytes) {
    if (bytes > arenaBytes) {
      arena = block(bytes);
      arenaBytes = bytes;
    }
    return arena;
  }

  /** An area whose place is not in the arena; {@link #place} gives it one. */
  private static Area apart(String name, long length) {
    Area area = new Area(name, length);
    area.offset = 0;
    return area;
  }

  private void place(Area area) {
    area.base = block(area.bytes());
  }

  /**
   * Takes all the memory that training and scoring by batches of up to this size need, or none.
   *
   * @throws CudaException if the card has not so much, with the batch that fits
   */
  void reserve(int batch) {
    Training steps = new Training(batch);
    Inference scores = new Inference(batch);
    long more = steps.bytes() + scores.images.bytes() + Math.max(steps.arena, scores.arena);
    long free = device.freeBytes();
    if (more > free) {
      long fits = (long) (batch * (double) free / more);
      throw new CudaException(
          "this net needs %,d MB of the card's memory at batch size %d, and %,d MB are free on it; %s"
              .formatted(
                  (planned + more) >> 20,
                  batch,
                  (planned + free) >> 20,
                  fits > 0
                      ? "the largest batch that fits is about %d (--batch %d)".formatted(fits, fits)
                      : "not even a batch of 1 fits; take a smaller net or smaller images"));
    }
    training.put(batch, steps.settle());
    inference.put(batch, scores.settle());
  }

  // ---- weights

  /** Takes the host's flat vector, and lets the average begin there. */
  void push(float[] host) {
    device.write(weights.address(), layout.toCard(host));
    if (rule.average() > 0) {
      pushMemory(Rule.AVERAGE, host);
    }
  }

  float[] pull() {
    return read(weights);
  }

  float[] pullGradient() {
    return read(gradient);
  }

  /** What the optimizer remembers, and the average, by the host's names. */
  Map<String, float[]> pullMemory() {
    Map<String, float[]> all = new LinkedHashMap<>();
    memory.forEach((name, area) -> all.put(name, read(area)));
    return all;
  }

  void pushMemory(String name, float[] host) {
    device.write(memory.get(name).address(), layout.toCard(host));
  }

  private float[] read(Area area) {
    float[] card = new float[layout.length()];
    device.read(area.address(), card);
    return layout.toHost(card);
  }

  /** Exchanges the weights with their average, if there is one. */
  void swapAverage() {
    Area average = memory.get(Rule.AVERAGE);
    if (average != null) {
      int n = layout.length();
      device
          .prepare(new Call.Launch(
              "swap",
              (n + Tape.THREADS - 1) / Tape.THREADS,
              1,
              1,
              Tape.THREADS,
              List.of(weights, average, n)))
          .run();
    }
  }

  // ---- programs

  private Tape.Store store(Area control) {
    return new Tape.Store() {
      @Override
      public Area parameter(Step step, String key) {
        return part(weights, step, key);
      }

      @Override
      public Area gradient(Step step, String key) {
        return part(gradient, step, key);
      }

      @Override
      public Part chance(int number) {
        return new Part(control, CHANCES_FROM + 4L * number);
      }
    };
  }

  private Area part(Area of, Step step, String key) {
    Area part = new Area(step.name() + "/" + key, step.parameters().get(key).length());
    part.base = of.address();
    part.offset = layout.offset(step, key) * Float.BYTES;
    return part;
  }

  /** A batch on its way through one slot. */
  private final class Slot {
    final Area images;
    final Area labels;
    final Area control;
    FloatBuffer hostImages;
    FloatBuffer hostLabels;
    FloatBuffer hostControl;
    Tape tape;
    Area logits;
    List<Runnable> calls;
    Runnable captured;
    boolean ran;

    Slot(int batch) {
      int chances = 4
          * (int) plan.steps().stream()
              .filter(s -> s.settings().containsKey("probability"))
              .count();
      images = apart("images", (long) batch * plan.shape(0).size());
      labels = apart("labels", (long) batch * plan.classes());
      control = apart("control", CHANCES_FROM + chances);
    }

    long bytes() {
      return images.bytes() + labels.bytes() + control.bytes();
    }

    void settle(long arena) {
      place(images);
      place(labels);
      place(control);
      tape.settle(arena);
      calls = tape.calls().stream().map(device::prepare).toList();
      hostImages = device.pinned((int) images.length);
      hostLabels = device.pinned((int) labels.length);
      hostControl = device.pinned((int) control.length);
    }
  }

  private final class Training {
    final int batch;
    final Slot[] slots = new Slot[SLOTS];

    /** Bytes of all values of a pass. */
    final long arena;

    /** Writes the calls down; nothing is taken before {@link #settle}. */
    Training(int batch) {
      this.batch = batch;
      long bytes = 0;
      for (int i = 0; i < SLOTS; i++) {
        slots[i] = new Slot(batch);
        record(slots[i]);
        bytes = Math.max(bytes, slots[i].tape.cut(slots[i].logits));
      }
      arena = bytes;
      device.prepared();
    }

    /** Bytes of the batches on their way. */
    long bytes() {
      return SLOTS * slots[0].bytes();
    }

    Training settle() {
      long block = arena(arena);
      for (Slot slot : slots) {
        slot.settle(block);
      }
      return this;
    }

    private void record(Slot slot) {
      Tape tape = slot.tape = new Tape(plan, batch, true, device, store(slot.control));
      List<Ways.Way> ways = forward(tape, slot.images);
      slot.logits = tape.value(plan.heads().get(0).logits());
      Area losses = tape.area("losses", batch);
      for (Head head : plan.heads()) {
        loss(tape, head, slot.labels, losses, head != plan.heads().get(0));
      }
      for (int i = ways.size() - 1; i >= 0; i--) {
        int output = plan.steps().get(i).output();
        if (tape.gradient(output) != null) {
          ways.get(i).backward();
          tape.done(output);
        }
      }
      update(tape, slot.control, losses);
    }
  }

  private List<Ways.Way> forward(Tape tape, Area images) {
    Plan.Shape in = plan.shape(0);
    tape.setValue(0, images);
    if (in.channels() > 1 && in.pixels() > 1) {
      Area channelsLast = tape.area("images", images.length);
      int n = tape.numbers(0);
      tape.elementwise("exchange", n, images, channelsLast, n, in.channels(), in.pixels(), 0);
      tape.setValue(0, channelsLast);
    }
    List<Ways.Way> ways = new ArrayList<>();
    for (Step step : plan.steps()) {
      Ways.Way way = Ways.of(tape, step);
      way.forward();
      ways.add(way);
    }
    return ways;
  }

  private void loss(Tape tape, Head head, Area labels, Area losses, boolean add) {
    Tape.Into into = tape.into(head.logits());
    if (into.add()) {
      throw Ways.none("a classifier whose scores have a second reader", plan.name());
    }
    int threads = Tape.threadsOfRow(plan.classes());
    tape.launch(
        "softmax_loss",
        tape.batch,
        1,
        1,
        threads,
        tape.value(head.logits()),
        labels,
        losses,
        into.area(),
        plan.classes(),
        (float) (head.weight() / tape.batch),
        add ? 1 : 0);
  }

  private void update(Tape tape, Area control, Area losses) {
    int n = layout.length();
    int blocks = Math.max(1, Math.min(1024, n / (4 * Tape.THREADS)));
    Area partial = tape.area("squares", blocks);
    tape.launch("squares", blocks, 1, 1, Tape.THREADS, gradient, partial, n);
    float hopeless = (float) (HOPELESS * Math.log(Math.max(2, plan.classes())));
    tape.launch(
        "judge",
        1,
        1,
        1,
        Tape.THREADS,
        losses,
        tape.batch,
        partial,
        blocks,
        control,
        hopeless,
        (float) rule.clip());
    Area average = memory.get(Rule.AVERAGE);
    float decay = (float) rule.decay(), epsilon = (float) rule.epsilon();
    float momentum = (float) rule.momentum(), forget = (float) rule.forget();
    switch (rule.kind()) {
      case SGD, NESTEROV ->
        tape.elementwise(
            "sgd",
            n,
            weights,
            gradient,
            decays,
            memory.get("velocity"),
            average,
            n,
            control,
            decay,
            momentum,
            rule.kind() == Rule.Kind.NESTEROV ? 1 : 0);
      case RMSPROP ->
        tape.elementwise(
            "rmsprop",
            n,
            weights,
            gradient,
            decays,
            memory.get("meanSquare"),
            memory.get("velocity"),
            average,
            n,
            control,
            decay,
            forget,
            momentum,
            epsilon);
      case ADAM ->
        tape.elementwise(
            "adam",
            n,
            weights,
            gradient,
            decays,
            memory.get("mean"),
            memory.get("square"),
            average,
            n,
            control,
            decay,
            momentum,
            forget,
            epsilon);
    }
  }

  // ---- steps

  private Slot slot(int batch, int slot) {
    return training.computeIfAbsent(batch, size -> new Training(size).settle()).slots[slot];
  }

  /**
   * Where the host writes a slot's images, {@code N x C x H x W}; free once the slot's last step is
   * finished.
   */
  FloatBuffer images(int batch, int slot) {
    return slot(batch, slot).hostImages.rewind();
  }

  /** Where the host writes a slot's labels, {@code N x classes}. */
  FloatBuffer labels(int batch, int slot) {
    return slot(batch, slot).hostLabels.rewind();
  }

  /** Begins to copy a slot's batch, beside whatever is being computed. */
  void send(int batch, int number) {
    Slot slot = slot(batch, number);
    device.send(slot.images.address(), slot.hostImages, (int) slot.images.length);
    device.send(slot.labels.address(), slot.hostLabels, (int) slot.labels.length);
  }

  /**
   * Begins the step with what was sent to a slot.
   *
   * @param chance the seed of dropout and stochastic depth
   * @param steps how many came before
   */
  void begin(int batch, int number, double rate, long chance, long steps) {
    Slot slot = slot(batch, number);
    FloatBuffer control = slot.hostControl;
    control.put(0, (float) rate);
    control.put(1, (float) rule.kept(steps));
    control.put(2, (float) (1 - Math.pow(rule.momentum(), steps + 1.0)));
    control.put(3, (float) (1 - Math.pow(rule.forget(), steps + 1.0)));
    long[] states = Chance.states(chance, slot.tape.draws());
    for (int i = 0; i < states.length; i++) {
      control.put(CHANCES_FROM + 2 * i, Float.intBitsToFloat((int) states[i]));
      control.put(CHANCES_FROM + 2 * i + 1, Float.intBitsToFloat((int) (states[i] >>> 32)));
    }
    device.send(slot.control.address(), control, control.capacity());
    device.arrived();
    if (slot.captured == null && slot.ran) {
      slot.captured = device.capture(slot.calls);
    }
    if (slot.captured == null) {
      slot.calls.forEach(Runnable::run);
    } else {
      slot.captured.run();
    }
    slot.ran = true;
  }

  /** Waits for a step that was begun. */
  Outcome finish(int batch, int number) {
    float[] control = new float[CONTROL];
    device.read(slot(batch, number).control.address(), control);
    return new Outcome(control[LOSS], control[NORM], control[GO] != 0);
  }

  /** The scores of a finished step, {@code N x classes}; until the next is begun. */
  float[] lastScores(int batch, int number) {
    float[] scores = new float[batch * plan.classes()];
    device.read(slot(batch, number).logits.address(), scores);
    return scores;
  }

  // ---- inference

  /** Where images to be scored arrive: one place for all sizes of a batch. */
  private final class Input {
    private long block;
    private long bytes;
    private FloatBuffer host;

    void hold(Area images) {
      if (images.bytes() > bytes) {
        bytes = images.bytes();
        block = block(bytes);
        host = device.pinned((int) images.length);
      }
      images.base = block;
    }
  }

  private final class Inference {
    final Area images;
    final Area logits;
    final Tape tape;
    /** Bytes of all values of a pass. */
    final long arena;

    List<Runnable> calls;

    Inference(int batch) {
      images = apart("images", (long) batch * plan.shape(0).size());
      tape = new Tape(plan, batch, false, device, store(null));
      forward(tape, images);
      logits = tape.value(plan.heads().get(0).logits());
      arena = tape.cut(logits);
    }

    Inference settle() {
      scoring.hold(images);
      tape.settle(arena(arena));
      calls = tape.calls().stream().map(device::prepare).toList();
      return this;
    }
  }

  /**
   * The scores of {@code N x C x H x W} images as a trained net gives them, {@code N x classes}.
   */
  float[] scores(float[] values, int batch) {
    Inference program = inference.computeIfAbsent(batch, size -> new Inference(size).settle());
    scoring.host.rewind().put(values);
    device.send(program.images.address(), scoring.host, values.length);
    device.arrived();
    program.calls.forEach(Runnable::run);
    float[] scores = new float[batch * plan.classes()];
    device.read(program.logits.address(), scores);
    return scores;
  }

  /** The calls of one training step, for those who measure them one by one. */
  List<Call> calls(int batch) {
    return Collections.unmodifiableList(slot(batch, 0).tape.calls());
  }

  @Override
  public void close() {
    blocks.forEach(device::free);
    blocks.clear();
  }
}
