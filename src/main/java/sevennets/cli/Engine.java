package sevennets.cli;

import java.util.List;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.bench.Machine;
import sevennets.graph.Backends;

/** What computes: ND4J's backend, and oneDNN under our layers. */
final class Engine {
  private Engine() {}

  static List<Finding> examine() {
    return List.of(backend(), oneDnn(), layers());
  }

  private static Finding backend() {
    try {
      return Finding.fine(
          "ND4J",
          "%s, %d threads, %s by default",
          Nd4j.getBackend().getClass().getSimpleName(),
          Nd4j.getEnvironment().maxThreads(),
          Nd4j.dataType());
    } catch (LinkageError | RuntimeException unloadable) {
      return new Finding(
          "ND4J",
          "does not load: " + root(unloadable),
          "this platform needs its own natives: build with ./lab, and see the platforms in README.md");
    }
  }

  private static Finding oneDnn() {
    try {
      dnnl_version_t version = dnnl.dnnl_version();
      return Finding.fine(
          "oneDNN",
          "%d.%d.%d, instruction set %s",
          version.major(),
          version.minor(),
          version.patch(),
          Machine.instructionSet());
    } catch (LinkageError | RuntimeException unloadable) {
      return new Finding(
          "oneDNN",
          "does not load: " + root(unloadable),
          "our layers then use ND4J's own operations, which are slower; see the platforms in README.md");
    }
  }

  private static Finding layers() {
    try {
      return Finding.fine("Layers", "%s: %s", Backends.current().name(), Backends.reason());
    } catch (LinkageError | RuntimeException unusable) {
      return new Finding(
          "Layers",
          root(unusable),
          "leave out the property sevennets.layers: the fastest path is then taken");
    }
  }

  static String root(Throwable failure) {
    while (failure.getCause() != null) failure = failure.getCause();
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
