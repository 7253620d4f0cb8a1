package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.cublas.*;
import static org.bytedeco.cuda.global.cudart.*;
import static org.bytedeco.cuda.global.cudnn.*;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * An NVIDIA card: cuDNN for convolutions, cuBLAS for products, {@code sevennets.cu} for the rest.
 */
final class CudaDevice implements Device {
  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});

  /** Off to see what a step is without: {@code -Dsevennets.capture=false}. */
  private static final boolean CAPTURES =
      Boolean.parseBoolean(System.getProperty("sevennets.capture", "true"));

  /** The compute capability of the first cards that multiply bfloat16, times ten. */
  private static final int FIRST_WITH_BRAIN = 80;

  private static final long SCRATCH_OF_CUBLAS = 32L << 20;
  /** CUDA's errors of kernels that went wrong, from cudaErrorIllegalAddress to before captures'. */
  private static final int FIRST_FAULT = 700, AFTER_FAULTS = 800;

  private final Arithmetic arithmetic;
  private final CUstream_st stream = new CUstream_st();
  private final CUstream_st copies = new CUstream_st();
  private final CUevent_st sent = new CUevent_st();
  private final cudnnContext dnn = new cudnnContext();
  private final cublasContext blas = new cublasContext();
  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> kernels = new HashMap<>();
  private final List<Object> kept = new ArrayList<>();
  private final List<Pointer> pinned = new ArrayList<>();
  private final Set<Long> blocks = new LinkedHashSet<>();
  private final List<CUgraphExec_st> replays = new ArrayList<>();
  private Convolutions convolutions;
  private String description;

  /**
   * The first card.
   *
   * @param arithmetic what convolutions and products may round their factors to
   * @throws CudaException if there is no card, or its driver is too old, with what to do
   */
  CudaDevice(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
    try {
      open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open() {
    check(cudaSetDevice(0), "take the first card");
    check(cudaFree(new Pointer()), "begin on the card");
    int capability = attribute(cudaDevAttrComputeCapabilityMajor) * 10
        + attribute(cudaDevAttrComputeCapabilityMinor);
    if (rounds() && capability < FIRST_WITH_BRAIN) {
      throw new CudaException(
          "this card, of compute capability %d.%d, has no bfloat16, which begins with 8.0; leave out --bf16"
              .formatted(capability / 10, capability % 10));
    }
    check(cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "make a stream");
    check(cudaStreamCreateWithFlags(copies, cudaStreamNonBlocking), "make a stream for copies");
    check(cudaEventCreateWithFlags(sent, cudaEventDisableTiming), "make an event");
    checkDnn(cudnnCreate(dnn), "begin");
    checkDnn(cudnnSetStream(dnn, stream), "take a stream");
    checkBlas(cublasCreate_v2(blas), "begin");
    checkBlas(cublasSetStream_v2(blas, stream), "take a stream");
    checkBlas(
        cublasSetMathMode(
            blas,
            arithmetic == Arithmetic.FLOAT32 ? CUBLAS_PEDANTIC_MATH : CUBLAS_TF32_TENSOR_OP_MATH),
        "choose its arithmetic");
    // A workspace of our own: cuBLAS's would be allocated while a graph is captured.
    Pointer room = Memory.at(allocate(SCRATCH_OF_CUBLAS));
    checkBlas(cublasSetWorkspace_v2(blas, room, SCRATCH_OF_CUBLAS), "take scratch");
    Path folder = Path.of(System.getProperty("sevennets.kernels", ".lab/kernels"));
    loadKernels(capability, folder);
    description = describe(capability);
    convolutions = new Convolutions(this, dnn, arithmetic, folder.resolve(choices()));
  }

  private void loadKernels(int capability, Path folder) {
    byte[] code = Nvrtc.cached(folder, Source.text(), capability);
    BytePointer image = new BytePointer(code);
    kept.add(image);
    check(cuModuleLoadData(module, image), "load sevennets.cu's kernels");
    for (String name : Source.kernels()) {
      CUfunc_st function = new CUfunc_st();
      check(cuModuleGetFunction(function, module, name), "find the kernel '" + name + "'");
      kernels.put(name, function);
    }
  }

  /** A file for this card and its libraries. */
  private String choices() {
    String card = description.substring(0, description.indexOf(" (")).replaceAll("\\W+", "-");
    return "convolutions-%s-cudnn%d.properties".formatted(card, cudnnGetVersion());
  }

  private String describe(int capability) {
    byte[] name = new byte[256];
    check(cuDeviceGetName(name, 256, 0), "say its name");
    return "%s (compute capability %d.%d), driver for CUDA %s, CUDA %s, cuDNN %d, %s"
        .formatted(
            new String(name, StandardCharsets.US_ASCII).split("\0")[0],
            capability / 10,
            capability % 10,
            driverVersion(),
            runtimeVersion(),
            cudnnGetVersion(),
            arithmetic);
  }

  @Override
  public String description() {
    return description;
  }

  private static int attribute(int which) {
    int[] value = new int[1];
    check(cudaDeviceGetAttribute(value, which, 0), "answer");
    return value[0];
  }

  // ---- memory

  @Override
  public long allocate(long bytes) {
    Pointer block = new Pointer();
    int status = cudaMalloc(block, bytes);
    if (status == cudaErrorMemoryAllocation) {
      cudaGetLastError();
      throw new CudaException(
          "the card's memory is too small: %,d MB are needed at once, %,d MB are free; choose a smaller batch"
              .formatted(megabytes(bytes), freeBytes() >> 20));
    }
    check(status, "allocate memory");
    blocks.add(block.address());
    return block.address();
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  @Override
  public void free(long address) {
    await();
    blocks.remove(address);
    check(cudaFree(Memory.at(address)), "free memory");
  }

  @Override
  public long freeBytes() {
    SizeTPointer free = new SizeTPointer(1), all = new SizeTPointer(1);
    check(cudaMemGetInfo(free, all), "tell its memory");
    return free.get();
  }

  @Override
  public void write(long address, float[] values) {
    write(address, new FloatPointer(values), 4L * values.length);
  }

  @Override
  public void write(long address, byte[] values) {
    write(address, new BytePointer(values), values.length);
  }

  @Override
  public void write(long address, long[] values) {
    write(address, new LongPointer(values), 8L * values.length);
  }

  private void write(long address, Pointer values, long bytes) {
    await();
    check(cudaMemcpy(Memory.at(address), values, bytes, cudaMemcpyHostToDevice), "take numbers");
    values.deallocate();
  }

  @Override
  public void read(long address, float[] values) {
    try (FloatPointer host = new FloatPointer(values.length)) {
      check(
          cudaMemcpyAsync(
              host, Memory.at(address), 4L * values.length, cudaMemcpyDeviceToHost, stream),
          "give numbers back");
      await();
      host.get(values);
    }
  }

  @Override
  public FloatBuffer pinned(int floats) {
    Pointer memory = new Pointer();
    int status = cudaMallocHost(memory, 4L * floats);
    if (status == cudaErrorMemoryAllocation) {
      throw new CudaException(
          "this computer has no %,d MB left that a card can copy from (memory that is locked in its place); choose a smaller batch"
              .formatted(megabytes(4L * floats)));
    }
    check(status, "pin memory of the host");
    pinned.add(memory);
    return new FloatPointer(memory)
        .capacity(floats)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void send(long address, FloatBuffer from, int floats) {
    Pointer host = new FloatPointer(from.rewind());
    check(
        cudaMemcpyAsync(Memory.at(address), host, 4L * floats, cudaMemcpyHostToDevice, copies),
        "take a batch");
  }

  @Override
  public void arrived() {
    check(cudaEventRecord(sent, copies), "mark a copy");
    check(cudaStreamWaitEvent(stream, sent, 0), "wait for a copy");
  }

  // ---- work

  @Override
  public long room(Call.Direction direction, Call.ConvShape shape, boolean add, boolean brain) {
    return convolutions.of(direction, shape, add, brain).room();
  }

  @Override
  public boolean rounds() {
    return arithmetic == Arithmetic.BRAIN_FLOAT;
  }

  @Override
  public boolean takesBrain(Call.ConvShape shape) {
    return convolutions.takeBrain(shape);
  }

  @Override
  public void prepared() {
    convolutions.save();
  }

  void zero(long address, long bytes) {
    check(cudaMemsetAsync(Memory.at(address), 0, bytes, stream), "clear memory");
  }

  @Override
  public Runnable prepare(Call call) {
    if (call instanceof Call.Launch launch) {
      return prepare(launch);
    }
    if (call instanceof Call.Convolution convolution) {
      return convolutions.prepare(convolution);
    }
    if (call instanceof Call.Products products) {
      return prepare(products);
    }
    return prepare((Call.Product) call);
  }

  private Runnable prepare(Call.Launch launch) {
    CUfunc_st function = kernels.get(launch.kernel());
    if (function == null) {
      throw new IllegalArgumentException("sevennets.cu has no kernel '" + launch.kernel() + "'");
    }
    Memory.Arguments arguments = Memory.arguments(launch.arguments());
    kept.add(arguments);
    int x = launch.blocksX(), y = launch.blocksY(), z = launch.blocksZ();
    return () -> check(
        cuLaunchKernel(
            function,
            x,
            y,
            z,
            launch.threads(),
            1,
            1,
            0,
            stream,
            arguments.addresses(),
            (PointerPointer<Pointer>) null),
        "launch " + launch.kernel());
  }

  private Runnable prepare(Call.Product p) {
    return multiply(
        p.m(),
        p.n(),
        p.k(),
        p.a().address(),
        p.transposeA(),
        p.b().address(),
        p.transposeB(),
        p.c().address(),
        p.add(),
        p.brain() ? CUDA_R_16BF : CUDA_R_32F,
        CUDA_R_32F);
  }

  /** A convolution that is a product. */
  Runnable multiply(Convolutions.Sides s, boolean add, boolean brain, long x, long w, long y) {
    long[] sides = new long[3];
    for (int i = 0; i < 3; i++) {
      sides[i] = switch (s.order().charAt(i)) {
        case 'x' -> x;
        case 'w' -> w;
        default -> y;
      };
    }
    return multiply(
        s.m(),
        s.n(),
        s.k(),
        sides[0],
        s.transposeA(),
        sides[1],
        s.transposeB(),
        sides[2],
        add,
        brain ? CUDA_R_16BF : CUDA_R_32F,
        brain ? CUDA_R_16BF : CUDA_R_32F);
  }

  /** cuBLAS counts by columns: its transposed product is ours by rows, factors exchanged. */
  private Runnable multiply(
      int m,
      int n,
      int k,
      long pa,
      boolean transposeA,
      long pb,
      boolean transposeB,
      long pc,
      boolean add,
      int factors,
      int sums) {
    Pointer a = Memory.at(pa), b = Memory.at(pb), c = Memory.at(pc);
    int opA = transposeA ? CUBLAS_OP_T : CUBLAS_OP_N, opB = transposeB ? CUBLAS_OP_T : CUBLAS_OP_N;
    int stepA = transposeA ? m : k, stepB = transposeB ? k : n;
    FloatPointer beta = add ? ONE : ZERO;
    if (factors == CUDA_R_16BF) {
      return () -> checkBlas(
          cublasGemmEx(
              blas,
              opB,
              opA,
              n,
              m,
              k,
              ONE,
              b,
              factors,
              stepB,
              a,
              factors,
              stepA,
              beta,
              c,
              sums,
              n,
              CUBLAS_COMPUTE_32F,
              CUBLAS_GEMM_DEFAULT),
          "multiply in bfloat16");
    }
    FloatPointer fa = new FloatPointer(a), fb = new FloatPointer(b), fc = new FloatPointer(c);
    return () -> checkBlas(
        cublasSgemm_v2(blas, opB, opA, n, m, k, ONE, fb, stepB, fa, stepA, beta, fc, n),
        "multiply");
  }

  private Runnable prepare(Call.Products p) {
    FloatPointer scale = new FloatPointer(new float[] {p.scale()}), beta = p.add() ? ONE : ZERO;
    FloatPointer a = floats(p.a()), b = floats(p.b()), c = floats(p.c());
    return () -> checkBlas(
        cublasSgemmStridedBatched(
            blas,
            transposition(p.b()),
            transposition(p.a()),
            p.n(),
            p.m(),
            p.k(),
            scale,
            b,
            p.b().row(),
            p.b().stride(),
            a,
            p.a().row(),
            p.a().stride(),
            beta,
            c,
            p.c().row(),
            p.c().stride(),
            p.count()),
        "multiply");
  }

  private static FloatPointer floats(Call.Matrices matrices) {
    return new FloatPointer(Memory.at(matrices.address()));
  }

  private static int transposition(Call.Matrices matrices) {
    return matrices.transposed() ? CUBLAS_OP_T : CUBLAS_OP_N;
  }

  @Override
  public Runnable capture(List<Runnable> calls) {
    if (!CAPTURES) {
      return () -> calls.forEach(Runnable::run);
    }
    await();
    CUgraph_st graph = new CUgraph_st();
    check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "begin a capture");
    calls.forEach(Runnable::run);
    check(cudaStreamEndCapture(stream, graph), "end a capture");
    CUgraphExec_st replay = new CUgraphExec_st();
    int status = cudaGraphInstantiate(replay, graph, 0);
    cudaGraphDestroy(graph);
    check(status, "make a captured step");
    replays.add(replay);
    return () -> check(cudaGraphLaunch(replay, stream), "replay a step");
  }

  @Override
  public void await() {
    check(cudaStreamSynchronize(stream), "finish its work");
  }

  /** Microseconds that work takes on the card, launched so often. */
  double microseconds(Runnable work, int times) {
    CUevent_st from = new CUevent_st(), to = new CUevent_st();
    cudaEventCreate(from);
    cudaEventCreate(to);
    check(cudaEventRecord(from, stream), "mark");
    for (int i = 0; i < times; i++) {
      work.run();
    }
    check(cudaEventRecord(to, stream), "mark");
    check(cudaEventSynchronize(to), "wait");
    float[] milliseconds = new float[1];
    cudaEventElapsedTime(milliseconds, from, to);
    return milliseconds[0] * 1e3 / times;
  }

  /** Gives everything back, as far as it was taken: a card may have failed at any point. */
  @Override
  public void close() {
    replays.forEach(replay -> cudaGraphExecDestroy(replay));
    pinned.forEach(memory -> cudaFreeHost(memory));
    blocks.forEach(block -> cudaFree(Memory.at(block)));
    if (!blas.isNull()) cublasDestroy_v2(blas);
    if (!dnn.isNull()) cudnnDestroy(dnn);
    if (!module.isNull()) cuModuleUnload(module);
    if (!sent.isNull()) cudaEventDestroy(sent);
    if (!copies.isNull()) cudaStreamDestroy(copies);
    if (!stream.isNull()) cudaStreamDestroy(stream);
  }

  // ---- failures, in words

  static void check(int status, String what) {
    if (status != 0) {
      throw new CudaException(reason(status)
          .orElseGet(() -> "the card could not %s: %s (CUDA error %d)"
              .formatted(what, cudaGetErrorString(status).getString(), status)));
    }
  }

  /** What people can do something about, in their words. */
  private static Optional<String> reason(int status) {
    return Optional.ofNullable(
        switch (status) {
          case cudaErrorInsufficientDriver ->
            "NVIDIA's driver here is too old: it runs CUDA %s, and these libraries are CUDA %s; update the driver"
                .formatted(driverVersion(), runtimeVersion());
          case cudaErrorNoDevice, cudaErrorInvalidDevice ->
            "NVIDIA's driver finds no card here; nvidia-smi lists those it finds";
          case cudaErrorDevicesUnavailable ->
            "the card is taken by another process or set to allow none; nvidia-smi tells which";
          case cudaErrorMemoryAllocation ->
            "the card's memory is full; choose a smaller batch, or end what else computes on it (nvidia-smi lists it)";
          case cudaErrorNoKernelImageForDevice ->
            "these libraries have no code for this card; nvidia-smi tells its compute capability, and 5.0 to 12.1 are supported";
          default ->
            status >= FIRST_FAULT && status < AFTER_FAULTS
                ? "the card stopped in the middle of its work: %s (CUDA error %d)"
                    .formatted(cudaGetErrorString(status).getString(), status)
                : null;
        });
  }

  private static String driverVersion() {
    int[] driver = new int[1];
    cudaDriverGetVersion(driver);
    return version(driver[0]);
  }

  private static String runtimeVersion() {
    int[] runtime = new int[1];
    cudaRuntimeGetVersion(runtime);
    return version(runtime[0]);
  }

  private static String version(int number) {
    return "%d.%d".formatted(number / 1000, number % 1000 / 10);
  }

  static void checkDnn(int status, String what) {
    if (status != 0) {
      throw new CudaException(
          "cuDNN could not %s: %s".formatted(what, cudnnGetErrorString(status).getString()));
    }
  }

  private static void checkBlas(int status, String what) {
    if (status != 0) {
      throw new CudaException("cuBLAS could not %s: %s"
          .formatted(what, cublasGetStatusString(status).getString()));
    }
  }
}
