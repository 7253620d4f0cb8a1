package sevennets.kernels.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * The processor in a card's place: sevennets.cu compiled as C++ by {@code shim.cpp}, cuDNN's and
 * cuBLAS's part in plain loops. Memory starts as NaN, so that what is read before it is written
 * shows.
 */
final class StandIn implements Device {
  private static String problem;
  private static boolean loaded;
  private static Path compiled;

  /** What was asked for, in order, one that is repeated at once named once only. */
  final List<String> events = new ArrayList<>();

  private final boolean rounds;
  private final long capacity;
  private long taken;
  private final Map<Long, Pointer> blocks = new HashMap<>();
  private final Map<Long, Long> sizes = new HashMap<>();
  private final List<Object> kept = new ArrayList<>();
  private final Map<String, Integer> kernels = new HashMap<>();

  StandIn() {
    this(Long.MAX_VALUE);
  }

  /** @param capacity bytes of memory */
  StandIn(long capacity) {
    this(capacity, false);
  }

  /** A card that rounds the factors of its products to bfloat16. */
  static StandIn rounding() {
    return new StandIn(Long.MAX_VALUE, true);
  }

  private StandIn(long capacity, boolean rounds) {
    this.rounds = rounds;
    this.capacity = capacity;
    String missing = missing();
    if (missing != null) {
      throw new IllegalStateException(missing);
    }
    List<String> names = Source.kernels();
    names.forEach(name -> kernels.put(name, kernels.size()));
  }

  /** Why there is none here, or null. */
  static synchronized String missing() {
    if (!loaded && problem == null) {
      try {
        System.load(compile().toString());
        loaded = true;
      } catch (IOException | InterruptedException | UnsatisfiedLinkError e) {
        problem = "sevennets.cu can't be compiled for the processor: " + e.getMessage();
      }
    }
    return problem;
  }

  /** With g++, once, into a folder that ends with the process. */
  static synchronized Path compile() throws IOException, InterruptedException {
    if (compiled == null) {
      compiled = compileNow();
    }
    return compiled;
  }

  private static Path compileNow() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("standin");
    folder.toFile().deleteOnExit();
    String shim;
    try (InputStream in = StandIn.class.getResourceAsStream("shim.cpp")) {
      shim = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String table = Source.kernels().stream()
        .map(name -> "[](void** v) { apply(" + name + ", v); }")
        .collect(Collectors.joining(", "));
    String names = Source.kernels().stream()
        .map(name -> '"' + name + '"')
        .collect(Collectors.joining(", ", "{", "}"));
    Files.writeString(
        folder.resolve("shim.cpp"),
        shim.replace("{KERNELS}", "{" + table + "}").replace("{NAMES}", names));
    Files.writeString(folder.resolve("sevennets.cu"), Source.text());
    Path library = folder.resolve("standin.so");
    Path log = folder.resolve("log");
    // Not -march=native's fused multiply-adds alone, but all the vector units: the loops are plain.
    run(
        log,
        List.of(
            "g++",
            "-std=c++17",
            "-O3",
            "-march=native",
            "-fno-strict-aliasing",
            "-ffast-math",
            "-fno-finite-math-only",
            "-shared",
            "-fPIC",
            "-w",
            "-U_FORTIFY_SOURCE",
            "-o",
            library.toString(),
            folder.resolve("shim.cpp").toString()));
    for (String file : List.of("shim.cpp", "sevennets.cu", "standin.so", "log")) {
      folder.resolve(file).toFile().deleteOnExit();
    }
    return library;
  }

  /** @throws IOException with the compiler's words */
  static void run(Path log, List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private static native void launch(int kernel, int x, int y, int z, int threads, long arguments);

  private static native void convolve(int direction, long shape, long x, long w, long y, int add);

  private static native void multiply(
      int count,
      int m,
      int n,
      int k,
      float scale,
      long a,
      int rowA,
      long strideA,
      int transposeA,
      long b,
      int rowB,
      long strideB,
      int transposeB,
      long c,
      int rowC,
      long strideC,
      int add);

  @Override
  public String description() {
    return "the processor in a card's place";
  }

  @Override
  public long allocate(long bytes) {
    if (bytes > freeBytes()) {
      throw new CudaException("%d bytes are asked for, %d are free".formatted(bytes, freeBytes()));
    }
    taken += bytes;
    // As a card's memory begins at a boundary.
    Pointer block = new BytePointer(bytes + Area.ALIGNMENT);
    Pointer.memset(block, 0xFF, bytes + Area.ALIGNMENT);
    long address = (block.address() + Area.ALIGNMENT - 1) / Area.ALIGNMENT * Area.ALIGNMENT;
    blocks.put(address, block);
    sizes.put(address, bytes);
    return address;
  }

  @Override
  public void free(long address) {
    taken -= sizes.remove(address);
    blocks.remove(address).deallocate();
  }

  @Override
  public long freeBytes() {
    return capacity - taken;
  }

  /** Bytes that are not free. */
  long taken() {
    return taken;
  }

  private void note(String event) {
    if (events.isEmpty() || !events.get(events.size() - 1).equals(event)) {
      events.add(event);
    }
  }

  @Override
  public void write(long address, float[] values) {
    new FloatPointer(Memory.at(address)).put(values, 0, values.length);
  }

  @Override
  public void write(long address, byte[] values) {
    new BytePointer(Memory.at(address)).put(values, 0, values.length);
  }

  @Override
  public void write(long address, long[] values) {
    new LongPointer(Memory.at(address)).put(values, 0, values.length);
  }

  @Override
  public void read(long address, float[] values) {
    note("read");
    new FloatPointer(Memory.at(address)).get(values, 0, values.length);
  }

  @Override
  public long room(Call.Direction direction, Call.ConvShape shape, boolean add, boolean brain) {
    return 0;
  }

  @Override
  public boolean rounds() {
    return rounds;
  }

  /** As cuDNN may have none for an image of one or three channels. */
  @Override
  public boolean takesBrain(Call.ConvShape shape) {
    return shape.in() > 3;
  }

  /** Numbers as floats: themselves, or a copy of bfloat16 made before a call and kept after it. */
  private final class Floats {
    private final Area of;
    private final FloatPointer copy;

    Floats(Area of) {
      this.of = of;
      copy = of.brain ? new FloatPointer(of.length) : null;
      kept.add(this);
    }

    long address() {
      return copy == null ? of.address() : copy.address();
    }

    void read() {
      ShortPointer halves = new ShortPointer(Memory.at(of.address()));
      for (long i = 0; copy != null && i < of.length; i++) {
        copy.put(i, Float.intBitsToFloat(halves.get(i) << 16));
      }
    }

    /** Numbers here are far from float32's ends: ties to even, and nothing else to mind. */
    void write() {
      ShortPointer halves = new ShortPointer(Memory.at(of.address()));
      for (long i = 0; copy != null && i < of.length; i++) {
        int bits = Float.floatToRawIntBits(copy.get(i));
        halves.put(i, (short) (bits + 0x7fff + (bits >> 16 & 1) >> 16));
      }
    }
  }

  @Override
  public Runnable prepare(Call call) {
    if (call instanceof Call.Launch launch) {
      Integer kernel = kernels.get(launch.kernel());
      if (kernel == null) {
        throw new IllegalArgumentException("sevennets.cu has no kernel '" + launch.kernel() + "'");
      }
      Memory.Arguments arguments = Memory.arguments(launch.arguments());
      kept.add(arguments);
      long address = arguments.addresses().address();
      return () -> {
        note("compute");
        launch(
            kernel,
            launch.blocksX(),
            launch.blocksY(),
            launch.blocksZ(),
            launch.threads(),
            address);
      };
    }
    if (call instanceof Call.Convolution c) {
      IntPointer shape = shape(c.shape());
      kept.add(shape);
      List<Floats> all = List.of(new Floats(c.x()), new Floats(c.w()), new Floats(c.y()));
      return () -> {
        all.forEach(Floats::read);
        convolve(
            c.direction().ordinal(),
            shape.address(),
            all.get(0).address(),
            all.get(1).address(),
            all.get(2).address(),
            c.add() ? 1 : 0);
        all.forEach(Floats::write);
      };
    }
    if (call instanceof Call.Products p) {
      return () -> multiply(
          p.count(),
          p.m(),
          p.n(),
          p.k(),
          p.scale(),
          p.a().address(),
          p.a().row(),
          p.a().stride(),
          p.a().transposed() ? 1 : 0,
          p.b().address(),
          p.b().row(),
          p.b().stride(),
          p.b().transposed() ? 1 : 0,
          p.c().address(),
          p.c().row(),
          p.c().stride(),
          p.add() ? 1 : 0);
    }
    Call.Product p = (Call.Product) call;
    Floats a = new Floats(p.a()), b = new Floats(p.b());
    return () -> {
      a.read();
      b.read();
      multiply(
          1,
          p.m(),
          p.n(),
          p.k(),
          1,
          a.address(),
          p.transposeA() ? p.m() : p.k(),
          0,
          p.transposeA() ? 1 : 0,
          b.address(),
          p.transposeB() ? p.k() : p.n(),
          0,
          p.transposeB() ? 1 : 0,
          p.c().address(),
          p.n(),
          0,
          p.add() ? 1 : 0);
    };
  }

  private static IntPointer shape(Call.ConvShape s) {
    return new IntPointer(new int[] {
      s.batch(),
      s.in(),
      s.height(),
      s.width(),
      s.out(),
      s.kernelHeight(),
      s.kernelWidth(),
      s.strideHeight(),
      s.strideWidth(),
      s.paddingHeight(),
      s.paddingWidth(),
      s.groups()
    });
  }

  @Override
  public Runnable capture(List<Runnable> calls) {
    return () -> calls.forEach(Runnable::run);
  }

  @Override
  public void await() {}

  @Override
  public FloatBuffer pinned(int floats) {
    return ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  public void send(long address, FloatBuffer pinned, int floats) {
    note("send");
    Pointer.memcpy(Memory.at(address), new FloatPointer(pinned.rewind()), 4L * floats);
  }

  @Override
  public void arrived() {}

  @Override
  public void close() {
    blocks.values().forEach(Pointer::deallocate);
    blocks.clear();
  }
}
