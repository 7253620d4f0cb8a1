package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of IJava 1.3.0 as the notebooks reach by reflection, under its names, so that a test
 * holds the bridge to them: that kernel is not to be had from a registry. JJava is met for real, in
 * the notebooks' own run.
 */
public final class IJava {
  private static JavaKernel running;

  private IJava() {}

  public static JavaKernel getKernelInstance() {
    return running;
  }

  /** Starts a kernel in this JVM, or ends it with null. */
  public static void run(JavaKernel kernel) {
    running = kernel;
  }

  public static final class JavaKernel {
    private final Renderer renderer = new Renderer();
    private final JupyterIO io = new JupyterIO();
    private final List<String> evaluated = new CopyOnWriteArrayList<>();

    public JavaKernel() {
      io.display.attach(new Cell());
    }

    public Renderer getRenderer() {
      return renderer;
    }

    /** What setup had evaluated, in its order. */
    public List<String> evaluated() {
      return evaluated;
    }

    public Object evalRaw(String code) {
      evaluated.add(code);
      return null;
    }

    public JupyterIO getIO() {
      return io;
    }
  }

  public static final class JupyterIO {
    public final DisplayStream display = new DisplayStream();
  }

  public static final class DisplayStream {
    private Cell env;

    /** The end of the running cell, and the beginning of another, or of none. */
    public void attach(Cell cell) {
      env = cell;
    }

    /** What was sent to the running cell. */
    public List<String> sent() {
      return env.sent;
    }
  }

  /** A request to run a cell, as the kernel's ShellReplyEnvironment. */
  public static final class Cell {
    /** What was sent, as "display id html". */
    public final List<String> sent = new CopyOnWriteArrayList<>();

    public void publish(PublishDisplayData message) {
      add("display", message.data());
    }

    public void publish(PublishUpdateDisplayData message) {
      add("update", message.data());
    }

    private void add(String message, DisplayData data) {
      sent.add(message + " " + data.id() + " " + data.data().get("text/html"));
    }
  }

  public static final class Renderer {
    private final Map<Class<?>, RenderFunction<?>> functions = new HashMap<>();

    public <T> RenderRegistration<T> createRegistration(Class<T> type) {
      return new RenderRegistration<>(this, type);
    }

    @SuppressWarnings("unchecked")
    public DisplayData render(Object value) {
      DisplayData data = new DisplayData(String.valueOf(value));
      ((RenderFunction<Object>) functions.get(value.getClass()))
          .render(value, new RenderContext(data));
      return data;
    }
  }

  public record RenderRegistration<T>(Renderer renderer, Class<T> type) {
    public RenderRegistration<T> preferring(String... mimeTypes) {
      return this;
    }

    public void register(RenderFunction<T> function) {
      renderer.functions.put(type, function);
    }
  }

  public record RenderContext(DisplayData data) {
    public DisplayData getOutputContainer() {
      return data;
    }
  }
}
