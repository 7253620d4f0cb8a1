package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.cudnn.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.javacpp.BytePointer;
import sevennets.graph.Graph;
import sevennets.kernels.Window;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Call.Direction;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.Shape;

/**
 * What NVIDIA's own NVRTC and cuDNN say on a machine without a card; in a process of its own, which
 * is started with their folders. Prints a line for each kind of card. {@link LibraryTest} reads
 * them.
 */
final class LibraryTrials {
  /** From Turing on, all that CUDA 13 knows of. */
  static final int[] CAPABILITIES = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121};

  private static final int BATCH = 32;

  /** A card as cuDNN's planning sees it, from NVIDIA's data sheets. */
  record Card(String name, int capability, int units, int sharedMemory, int threads, int blocks) {
    cudnnBackendDescriptor_t properties() {
      String json = """
          {"cudaDeviceId":0,"deviceVer":%d,"driverVer":13000,"multiProcessorCount":%d,"totalGlobalMem":12000000000,\
          "maxGridSize":[2147483647,65535,65535],"maxBlockSize":[1024,1024,64],"regsPerBlock":65536,"warpSize":32,\
          "maxSharedMemoryPerBlock":49152,"maxSharedMemoryPerBlockOptin":%d,"reservedSharedMemoryPerBlock":1024,\
          "maxRegistersPerSM":65536,"maxCtasPerSM":%d,"maxThreadsPerBlock":1024,"maxThreadsPerSM":%d,"pciDeviceId":9008,\
          "isTccDriver":0,"supportCoopLaunch":1,"smClockRateKHz":1700000,"memClockRateKHz":2600000,"l2CacheSize":6291456,\
          "deviceName":"%s"}""".formatted(10 * capability, units, sharedMemory, blocks, threads, name);
      cudnnBackendDescriptor_t card = ConvolutionGraph.make(CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR);
      try (BytePointer words = new BytePointer(json)) {
        ConvolutionGraph.check(cudnnBackendSetAttribute(
            card,
            CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION,
            CUDNN_TYPE_CHAR,
            json.length(),
            words));
      }
      return ConvolutionGraph.finish(card);
    }
  }

  static final List<Card> CARDS = List.of(
      new Card("Tesla T4", 75, 40, 65536, 1024, 16),
      new Card("A100", 80, 108, 166912, 2048, 32),
      new Card("RTX 3060", 86, 28, 101376, 1536, 16),
      new Card("RTX 4090", 89, 128, 101376, 1536, 24),
      new Card("H100", 90, 132, 232448, 2048, 32),
      new Card("B200", 100, 148, 232448, 2048, 32),
      new Card("RTX 5090", 120, 170, 101376, 1536, 24));

  private LibraryTrials() {}

  /** @param args nets instead of the whole catalogue */
  public static void main(String[] args) {
    for (int capability : CAPABILITIES) {
      System.out.println("sm_" + capability + "\t" + compiled(capability));
    }
    List<String> names = args.length == 0 ? Models.names() : Arrays.asList(args);
    Map<ConvShape, String> all = convolutions(names);
    System.out.println("convolutions\t" + all.size());
    for (Card card : CARDS) {
      System.out.println(card.name() + "\t" + planned(all, card, false));
      System.out.println(card.name() + " bfloat16\t" + planned(all, card, true));
    }
  }

  private static String compiled(int capability) {
    try {
      return Nvrtc.compile(Source.text(), capability).length > 10_000 ? "compiles" : "is empty";
    } catch (CudaException e) {
      return e.getMessage();
    }
  }

  /** Each once, with one place where it stands; depthwise ones, which are our own, left out. */
  static Map<ConvShape, String> convolutions(List<String> names) {
    Map<ConvShape, String> all = new LinkedHashMap<>();
    for (String name : names) {
      for (Graph.Step step : Models.get(name).graph().steps()) {
        if (step.op() instanceof Conv conv) {
          Shape in = step.inputShapes().get(0);
          boolean depthwise = conv.groups() == in.channels() && conv.filters() == in.channels();
          if (!depthwise) {
            all.putIfAbsent(shape(conv, in), name + ", " + step.node().name());
          }
        }
      }
    }
    return all;
  }

  private static ConvShape shape(Conv conv, Shape in) {
    Window window = conv.slide();
    return new ConvShape(
        BATCH,
        in.channels(),
        in.height(),
        in.width(),
        conv.filters(),
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        conv.groups());
  }

  private static String planned(Map<ConvShape, String> all, Card card, boolean brain) {
    cudnnBackendDescriptor_t properties = card.properties();
    List<String> lacking = new ArrayList<>();
    int repeating = 0;
    for (Map.Entry<ConvShape, String> each : all.entrySet()) {
      for (Direction direction : Direction.values()) {
        ConvolutionGraph.Proposals proposals =
            ConvolutionGraph.proposals(direction, each.getKey(), brain, properties);
        repeating += proposals.repeating() > 0 ? 1 : 0;
        if (proposals.all() == 0) {
          lacking.add(direction + " of " + each.getValue());
        }
      }
    }
    String found = "%d directions, %d with an engine that repeats its bits"
        .formatted(3 * all.size(), repeating);
    return lacking.isEmpty() ? found : found + "; none for " + String.join("; ", lacking);
  }
}
