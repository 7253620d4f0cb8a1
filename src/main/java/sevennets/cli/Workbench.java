package sevennets.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sevennets.data.Datasets;
import sevennets.data.NamedDataset;
import sevennets.files.DataException;

/** What stands around the library: the notebook's kernel and the data. */
final class Workbench {
  /** Kernels by a class that only they have. */
  private static final Map<String, String> KERNELS = Map.of(
      "JJava", "org.dflib.jjava.kernel.JavaKernel",
      "IJava", "io.github.spencerpark.ijava.JavaKernel");

  private Workbench() {}

  static List<Finding> examine() {
    return Stream.concat(Stream.of(kernel()), Datasets.all().stream().flatMap(Workbench::data))
        .toList();
  }

  private static Finding kernel() {
    for (Map.Entry<String, String> kernel : KERNELS.entrySet())
      if (runsIn(kernel.getValue()))
        return Finding.fine("Kernel", "this notebook runs in %s", kernel.getKey());
    String installed = System.getProperty("sevennets.kernel");
    return installed == null
        ? Finding.fine("Kernel", "none: this is not a notebook")
        : Finding.fine("Kernel", "none: this is a terminal; notebooks run in %s", installed);
  }

  /**
   * Nothing for a dataset that can be fetched and is not here; Fashion-MNIST is part of the
   * project, so it must be.
   */
  private static Stream<Finding> data(NamedDataset dataset) {
    boolean ours = dataset.name().equals("fashion-mnist");
    if (!dataset.isThere() && !ours) return Stream.empty();
    try {
      dataset.verify();
      return Stream.of(
          Finding.fine("Data", "%s is here, every file as it should be", dataset.name()));
    } catch (DataException broken) {
      return Stream.of(new Finding(
          "Data",
          broken.getMessage(),
          ours ? "git checkout -- data/fashion-mnist" : "./lab data fetch " + dataset.name()));
    }
  }

  private static boolean runsIn(String className) {
    try {
      Class.forName(className, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
