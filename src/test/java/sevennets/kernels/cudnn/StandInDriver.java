package sevennets.kernels.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Libraries with the names of NVIDIA's, whose work the processor does ({@code driver.cpp}): so that
 * all that calls them runs on a machine without a card, and every way in which they fail can be
 * tried. A process that uses them is started with {@link #options}, as {@code ./lab} starts one.
 */
public final class StandInDriver {
  /** What the bindings of CUDA 13 look for; the first holds everything, the others lead to it. */
  private static final List<String> NAMES = List.of(
      "libcudart.so.13",
      "libcuda.so.1",
      "libnvrtc.so.13",
      "libcublas.so.13",
      "libcublasLt.so.13",
      "libcudnn.so.9",
      "libcudnn_graph.so.9",
      "libcudnn_ops.so.9",
      "libcudnn_cnn.so.9",
      "libcudnn_adv.so.9");

  private StandInDriver() {}

  /** Makes the libraries. */
  public static void compile(Path folder) throws IOException, InterruptedException {
    Path standIn = StandIn.compile();
    Files.copy(standIn, folder.resolve("libstandin.so"));
    Path source = folder.resolve("driver.cpp");
    try (InputStream in = StandInDriver.class.getResourceAsStream("driver.cpp")) {
      Files.copy(in, source);
    }
    StandIn.run(
        folder.resolve("log"),
        List.of(
            "g++",
            "-std=c++17",
            "-O1",
            "-shared",
            "-fPIC",
            "-Wl,-soname," + NAMES.get(0),
            "-Wl,-rpath,$ORIGIN",
            "-o",
            folder.resolve(NAMES.get(0)).toString(),
            source.toString(),
            folder.resolve("libstandin.so").toString()));
    Path nothing = Files.writeString(folder.resolve("nothing.cpp"), "");
    for (String name : NAMES.subList(1, NAMES.size())) {
      StandIn.run(
          folder.resolve("log"),
          List.of(
              "g++",
              "-shared",
              "-Wl,-soname," + name,
              "-Wl,--no-as-needed,-rpath,$ORIGIN",
              "-o",
              folder.resolve(name).toString(),
              nothing.toString(),
              folder.resolve(NAMES.get(0)).toString()));
    }
  }

  /** For a JVM that is to find the libraries, as {@code kernelspec.py} gives them. */
  public static List<String> options(Path folder) {
    return List.of(
        "-Dsevennets.card=cudnn",
        "-Dorg.bytedeco.javacpp.pathsFirst=true",
        "-Djava.library.path=" + folder,
        "-Dsevennets.kernels=" + folder.resolve("kernels"));
  }

  /** In such a JVM, before anything else: the driver, which would be the system's own. */
  public static void load() {
    for (String name : NAMES.subList(0, 2)) {
      System.load(Path.of(System.getProperty("java.library.path"), name).toString());
    }
  }

  /**
   * From now on this function answers with a status of CUDA's, once, after so many that succeed.
   */
  public static void fail(String function, int status, int after) {
    try (BytePointer words = new BytePointer(function + " " + status + " " + after)) {
      tell(words.address());
    }
  }

  /** Nothing fails any more. */
  public static void mend() {
    try (BytePointer none = new BytePointer("")) {
      tell(none.address());
    }
  }

  private static native void tell(long words);

  /** How many bytes the card has. */
  public static native void holds(long bytes);

  /** Bytes of the card's memory, pinned buffers and streams that were not given back. */
  public static native long taken();
}
