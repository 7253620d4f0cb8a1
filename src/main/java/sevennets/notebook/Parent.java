package sevennets.notebook;

/**
 * The program that started this kernel. Killed, it cannot end its kernels, and a training would go
 * on for hours that nobody sees: so the kernel watches.
 */
final class Parent {
  /**
   * Jupyter's own variable: the process id of the server or of whatever else started the kernel.
   */
  private static final String VARIABLE = "JPY_PARENT_PID";

  private static boolean watched;

  private Parent() {}

  /** Ends this JVM when the kernel's parent has ended; a training under way saves what it has. */
  static synchronized void watch() {
    String id = System.getenv(VARIABLE);
    if (watched || id == null || !id.matches("\\d{1,18}")) {
      return;
    }
    watched = true;
    ProcessHandle.of(Long.parseLong(id))
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
  }
}
