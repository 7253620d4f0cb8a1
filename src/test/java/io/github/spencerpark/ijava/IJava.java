package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    public Renderer getRenderer() {
      return renderer;
    }

    public JupyterIO getIO() {
      return io;
    }

    public void display(DisplayData data) {
      io.display.publish("display", data);
    }
  }

  public static final class JupyterIO {
    public final DisplayStream display = new DisplayStream();
  }

  public static final class DisplayStream {
    /** What was sent, as "cell message id html". */
    public final List<String> sent = new ArrayList<>();

    private Object env = "cell 1";

    public void updateDisplay(String id, DisplayData data) {
      data.setDisplayId(id);
      publish("update", data);
    }

    /** The end of the running cell. */
    public void retract() {
      env = null;
    }

    public Object attachedTo() {
      return env;
    }

    private void publish(String message, DisplayData data) {
      if (env != null) {
        sent.add(env + " " + message + " " + data.id() + " " + data.data().get("text/html"));
      }
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
