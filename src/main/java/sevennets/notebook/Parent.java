package sevennets.notebook;

import java.util.Optional;

/**
 * The program that started this kernel. Killed, it cannot end its kernels, and a training would go
 * on for hours that nobody sees: so the kernel watches. The kernel is compiled with a copy of this
 * class, so it needs no other.
 *
 * <pre>{@code
 * Parent.watch();  // this JVM ends with the process that JPY_PARENT_PID names
 * }</pre>
 */
public final class Parent {
  /**
   * Jupyter's own variable: the process id of the server or of whatever else started the kernel.
   */
  private static final String VARIABLE = "JPY_PARENT_PID";

  private static boolean watched;

  private Parent() {}

  /**
   * Ends this JVM when the kernel's parent has ended, also where it had ended before; a training
   * under way saves what it has.
   */
  public static synchronized void watch() {
    String id = System.getenv(VARIABLE);
    if (watched || id == null || !id.matches("\\d{1,18}")) {
      return;
    }
    watched = true;
    Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(id));
    parent.ifPresent(one -> one.onExit().thenRun(() -> System.exit(0)));
    // The outermost process of a container sees nobody above it, and is no orphan.
    if (parent.isEmpty() && ProcessHandle.current().parent().isPresent()) {
      System.exit(0);
    }
  }
}
