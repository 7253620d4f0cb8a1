package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * IJava's kernel on IJava's own base, jupyter-jvm-basekernel 2.3.0, which Maven Central has; it
 * does not have IJava. Sockets, messages, displays and rendering are that base's, as in IJava; what
 * runs a cell is JShell within this process, as there, in the few lines that the notebooks need.
 */
public final class JavaKernel extends BaseKernel {
  /** What IJava imports by itself. */
  private static final List<String> IMPORTED = List.of(
      "java.io",
      "java.math",
      "java.net",
      "java.nio.file",
      "java.util",
      "java.util.concurrent",
      "java.util.function",
      "java.util.prefs",
      "java.util.regex",
      "java.util.stream");

  private final Kept kept = new Kept();
  private final JShell shell;

  JavaKernel() throws Exception {
    ExecutionControlProvider here = new ExecutionControlProvider() {
      @Override
      public String name() {
        return "kept";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return kept;
      }
    };
    shell = JShell.builder()
        .executionEngine(here, Map.of())
        .out(System.out)
        .err(System.err)
        .build();
    for (String name : IMPORTED) evalRaw("import " + name + ".*;");
  }

  /** The value of the last expression; null where the last snippet has none. */
  public Object evalRaw(String code) throws Exception {
    Object value = null;
    for (String rest = code; !rest.isBlank(); ) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = next.completeness().isComplete() ? next.source() : rest;
      value = null;
      for (SnippetEvent event : shell.eval(source)) value = value(event);
      rest = next.completeness().isComplete() ? next.remaining() : "";
    }
    return value;
  }

  private Object value(SnippetEvent event) throws JShellException {
    if (event.exception() != null) throw event.exception();
    if (event.status() == Snippet.Status.REJECTED)
      throw new IllegalArgumentException(shell
          .diagnostics(event.snippet())
          .map(it -> it.getMessage(null))
          .toList()
          .toString());
    boolean shown = event.snippet().kind() == Snippet.Kind.EXPRESSION
        || event.snippet().kind().isPersistent();
    return shown && event.value() != null && !event.value().isEmpty() ? kept.last : null;
  }

  @Override
  public DisplayData eval(String code) throws Exception {
    Object value = evalRaw(code);
    if (value == null) return null;
    return value instanceof DisplayData data ? data : getRenderer().render(value);
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(System.getProperty("java.version"))
        .mimetype("text/x-java-source")
        .fileExtension(".jshell")
        .build();
  }

  /** Keeps the object that a snippet comes to, of which JShell tells only the text. */
  private static final class Kept extends DirectExecutionControl {
    private Object last;

    @Override
    protected String invoke(Method snippet) throws Exception {
      last = snippet.invoke(null);
      return valueString(last);
    }
  }
}
