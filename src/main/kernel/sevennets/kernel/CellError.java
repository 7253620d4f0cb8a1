package sevennets.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;

/** What a cell has thrown, without the frames of the kernel and of Java's reflection below it. */
final class CellError extends RuntimeException {
  private static final int FRAMES = 8;

  private static final List<String> NOISE =
      List.of("java.base/", "jdk.", "java.lang.reflect.", "java.util.stream.", "org.dflib.");

  private final StackTraceElement[] frames;

  private CellError(String message, StackTraceElement[] frames) {
    super(message, null, false, false);
    this.frames = frames;
  }

  static CellError of(Errors errors, JShellException thrown, String cell) {
    if (thrown instanceof UnresolvedReferenceException missing) {
      return new CellError(errors.sentence(missing.getSnippet()), new StackTraceElement[0]);
    }
    String type = ((EvalException) thrown).getExceptionClassName();
    String name = type.substring(type.lastIndexOf('.') + 1);
    String message = inReadersNames(thrown.getMessage());
    String told = message == null || message.equals("null") ? name : name + ": " + message;
    if (type.equals(NullPointerException.class.getName())) told += errors.nulls(cell);
    return new CellError(told, thrown.getStackTrace());
  }

  /**
   * JShell keeps a cell's {@code count} as {@code REPL.$JShell$12.count}; Java's messages say so.
   */
  private static String inReadersNames(String message) {
    return message == null ? null : message.replaceAll("\\bREPL\\.\\$JShell\\$\\w+[.$]", "");
  }

  /** The lines of the trace that a reader can do something about. */
  String where() {
    List<StackTraceElement> told =
        Arrays.stream(frames).filter(CellError::isTold).toList();
    String lines = told.stream()
        .limit(FRAMES)
        .map(frame -> "\n    at " + (isCell(frame) ? inCell(frame) : frame))
        .collect(Collectors.joining());
    return told.size() > FRAMES ? lines + "\n    ... " + (told.size() - FRAMES) + " more" : lines;
  }

  private static boolean isTold(StackTraceElement frame) {
    return isCell(frame) || NOISE.stream().noneMatch(frame.toString()::startsWith);
  }

  /** JShell names a piece of a cell {@code #12}. */
  private static boolean isCell(StackTraceElement frame) {
    return frame.getFileName() != null && frame.getFileName().startsWith("#");
  }

  private static String inCell(StackTraceElement frame) {
    String method = frame.getMethodName();
    return method.isEmpty() || method.equals("do_it$")
        ? "line %d of the statement".formatted(frame.getLineNumber())
        : "%s, its line %d".formatted(method, frame.getLineNumber());
  }
}
