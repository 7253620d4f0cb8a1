package sevennets.notebook;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a notebook's cells can name without an import of their own. {@link Notebook#setup} imports
 * it through the kernel, so that no notebook opens with a wall of imports, and none breaks when a
 * class moves.
 *
 * <p>Java prefers a class that is imported by its own name: those below are in two packages.
 */
final class Imports {
  static final List<String> PACKAGES = List.of(
      "java.nio.file",
      "java.util",
      "java.util.function",
      "java.util.stream",
      "sevennets.analysis",
      "sevennets.claims",
      "sevennets.data",
      "sevennets.explain",
      "sevennets.graph",
      "sevennets.models",
      "sevennets.notebook",
      "sevennets.ops",
      "sevennets.plot",
      "sevennets.reporting",
      "sevennets.running",
      "sevennets.train",
      "sevennets.transfer",
      "sevennets.weights",
      "tech.tablesaw.api");

  static final List<String> CLASSES = List.of(
      "org.deeplearning4j.nn.graph.ComputationGraph",
      "org.nd4j.linalg.api.ndarray.INDArray",
      "org.nd4j.linalg.factory.Nd4j",
      "org.nd4j.linalg.indexing.NDArrayIndex",
      "sevennets.analysis.Outline.Fold",
      "sevennets.cli.Doctor",
      "sevennets.data.delivery.FetchProgress",
      "sevennets.files.DataException",
      "sevennets.files.UserPath",
      "sevennets.models.Inception.Fives",
      "sevennets.models.Inception.Reductions");

  private static final AtomicBoolean DONE = new AtomicBoolean();

  private Imports() {}

  /**
   * Once in a kernel's life: to import a second time could only disturb what cells have defined.
   */
  static void into(JupyterKernel kernel) {
    if (DONE.getAndSet(true)) return;
    PACKAGES.forEach(name -> kernel.evaluate("import " + name + ".*;"));
    CLASSES.forEach(name -> kernel.evaluate("import " + name + ";"));
  }
}
