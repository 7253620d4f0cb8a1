package sevennets.cli;

import java.util.List;
import java.util.Map;

/** What stands around the library: the notebook's kernel and the data. */
final class Workbench {
  /** Kernels by a class that only they have. */
  private static final Map<String, String> KERNELS = Map.of(
      "JJava", "org.dflib.jjava.kernel.JavaKernel",
      "IJava", "io.github.spencerpark.ijava.JavaKernel");

  private Workbench() {}

  static List<Finding> examine() {
    return List.of(kernel());
  }

  private static Finding kernel() {
    for (Map.Entry<String, String> kernel : KERNELS.entrySet())
      if (runsIn(kernel.getValue())) return Finding.fine("Kernel", "this notebook runs in %s", kernel.getKey());
    String installed = System.getProperty("sevennets.kernel");
    return installed == null
        ? Finding.fine("Kernel", "none: this is not a notebook")
        : Finding.fine("Kernel", "none: this is a terminal; notebooks run in %s", installed);
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
