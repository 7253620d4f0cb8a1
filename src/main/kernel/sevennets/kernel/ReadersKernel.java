package sevennets.kernel;

import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.kernel.JavaKernel;
import org.dflib.jjava.kernel.JavaKernelBuilder;
import org.dflib.jjava.kernel.execution.CodeEvaluator;
import org.dflib.jjava.kernel.execution.CompilationException;

/**
 * JJava with five things changed for people who learn: an error is told once, in the words of the
 * reader's own cells; help (Shift-Tab) has the library's Javadoc in it; a notebook that is opened
 * stays as it was; the stop button ends a loop that does not listen for it; and what waits behind a
 * cell that fails or is stopped is not run.
 */
final class ReadersKernel extends JavaKernel {
  private final Errors errors;
  private final Help help;
  private Waiting waiting = new Waiting(() -> false);
  private boolean failed;

  /** With the parameters of JJava's own constructor, in its order. */
  private ReadersKernel(
      String name,
      String version,
      LanguageInfo language,
      HistoryManager history,
      JupyterIO io,
      CommManager comms,
      Renderer renderer,
      MagicsResolver magicsResolver,
      MagicsRegistry magics,
      boolean extensions,
      StringStyler errorStyler,
      JShell shell,
      CodeEvaluator evaluator) {
    super(
        name,
        version,
        language,
        List.of(),
        history,
        io,
        comms,
        renderer,
        magicsResolver,
        magics,
        extensions,
        errorStyler,
        shell,
        evaluator);
    errors = new Errors(shell);
    help = new Help(shell, System.getenv().getOrDefault("JJAVA_CLASSPATH", ""));
  }

  /** From now on cells that wait in this queue behind one that fails are not run. */
  void abortFrom(Waiting.Queue queue) {
    waiting = new Waiting(queue);
  }

  @Override
  protected synchronized void handleExecuteRequest(
      ShellReplyEnvironment environment, Message<ExecuteRequest> request) {
    if (waiting.answered(environment)) return;
    failed = false;
    super.handleExecuteRequest(environment, request);
    if (failed && request.getContent().shouldStopOnError()) {
      waiting.abort();
    }
  }

  /** JJava wraps what a cell throws, which would show everything twice. */
  @Override
  protected Object doEval(String source) {
    failed = true;
    try {
      Object value = super.doEval(source);
      failed = false;
      return value;
    } catch (CompilationException e) {
      errors.rejected(e.getBadSnippetCompilation().snippet());
      throw e;
    } catch (RuntimeException e) {
      throw e.getCause() instanceof JShellException cause ? CellError.of(errors, cause, source) : e;
    }
  }

  @Override
  protected List<String> formatError(Throwable e) {
    if (e instanceof CellError error) {
      return (error.getMessage() + error.where())
          .lines()
          .map(errorStyler::secondary)
          .toList();
    }
    if (!(e instanceof CompilationException compilation)) return super.formatError(e);
    List<String> lines = Errors.once(super.formatError(e));
    errors
        .advice(compilation.getBadSnippetCompilation().snippet())
        .forEach(advice -> lines.add(errorStyler.primary(advice)));
    return lines;
  }

  @Override
  public void interrupt() {
    Stopped.all();
    super.interrupt();
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    return help.at(code, at);
  }

  /** Makes the kernel of the same parts as JJava's own. */
  static final class Builder extends JavaKernelBuilder<Builder, ReadersKernel> {
    /**
     * To the letter what the notebooks say, normalise.py: JupyterLab writes it into each one that
     * it opens, and with the JDK's version, which JJava tells, each would count as changed.
     */
    @Override
    protected LanguageInfo buildLanguageInfo() {
      return new LanguageInfo("java", null, "text/x-java-source", ".jshell", "java", "java", null);
    }

    @Override
    protected CodeEvaluator buildCodeEvaluator(String name) {
      return new CodeEvaluator(name, timeoutDuration, timeoutUnit) {
        @Override
        public ExecutionControlProvider getExecControlProvider() {
          return new Stoppable(super.getExecControlProvider());
        }
      };
    }

    @Override
    public ReadersKernel build() {
      CodeEvaluator evaluator = buildCodeEvaluator(buildName());
      return new ReadersKernel(
          buildName(),
          buildVersion(),
          buildLanguageInfo(),
          buildHistoryManager(),
          buildJupyterIO(buildJupyterIOEncoding()),
          buildCommManager(),
          buildRenderer(),
          buildMagicsResolver(buildMagicTranspiler()),
          buildMagicsRegistry(),
          buildExtensionsEnabled(),
          buildErrorStyler(),
          buildJShell(evaluator),
          evaluator);
    }
  }

  private record Stoppable(ExecutionControlProvider wrapped) implements ExecutionControlProvider {
    @Override
    public String name() {
      return wrapped.name();
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters)
        throws Throwable {
      return new StoppableCells(wrapped.generate(environment, parameters));
    }
  }
}
