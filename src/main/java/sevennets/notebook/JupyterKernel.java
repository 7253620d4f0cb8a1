package sevennets.notebook;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The Java kernel that this JVM is, if it is one. All that this class calls has the same names in
 * JJava 1.0 and in IJava 1.3.0, but for the packages.
 */
final class JupyterKernel implements Screen {
  /** Where a kernel's instance is found, and in which packages its classes are. */
  private record Kind(String name, String holder, String method, String display, String messages) {}

  private static final List<Kind> KINDS = List.of(
      new Kind(
          "JJava",
          "org.dflib.jjava.jupyter.kernel.BaseKernel",
          "notebookKernel",
          "org.dflib.jjava.jupyter.kernel.display",
          "org.dflib.jjava.jupyter.messages.publish"),
      new Kind(
          "IJava",
          "io.github.spencerpark.ijava.IJava",
          "getKernelInstance",
          "io.github.spencerpark.jupyter.kernel.display",
          "io.github.spencerpark.jupyter.messages.publish"));

  private static final ThreadLocal<CellCall> CALLS = ThreadLocal.withInitial(CellCall::new);

  private final Kind kind;
  private final Object instance;
  private final ClassLoader loader;

  private JupyterKernel(Kind kind, Object instance) {
    this.kind = kind;
    this.instance = instance;
    this.loader = instance.getClass().getClassLoader();
  }

  /** The kernel that runs here; empty in a terminal and in a test. */
  static Optional<JupyterKernel> running() {
    return KINDS.stream().flatMap(kind -> find(kind).stream()).findFirst();
  }

  private static Optional<JupyterKernel> find(Kind kind) {
    try {
      Class<?> holder = Class.forName(kind.holder, true, ClassLoader.getSystemClassLoader());
      return Optional.ofNullable(holder.getMethod(kind.method).invoke(null))
          .map(found -> new JupyterKernel(kind, found));
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }

  /** JJava or IJava. */
  String name() {
    return kind.name;
  }

  /** Runs code as if a cell held it; meant for imports, which run nothing. */
  void evaluate(String code) {
    call(instance, "evalRaw", code);
  }

  @Override
  public Place open() {
    Object cell = CALLS.get().cell(this::attached);
    String id = UUID.randomUUID().toString();
    AtomicBoolean shownBefore = new AtomicBoolean();
    return shown -> {
      Object data = data(shown);
      call(data, "setDisplayId", id);
      publish(
          cell,
          shownBefore.getAndSet(true) ? "PublishUpdateDisplayData" : "PublishDisplayData",
          data);
    };
  }

  @Override
  public Executor painter() {
    return Canvas.PAINTER;
  }

  /**
   * Whether the cell that the calling thread works for has ended since, as it does when it is
   * stopped, while the thread may go on. Asked at once, answered whenever the answer is asked for.
   * A thread that a reader's own code has started works for no cell, and its answer is no.
   */
  BooleanSupplier cellEnded() {
    CellCall call = CALLS.get();
    Object cell = call.cell(this::attached);
    // Where no cell is running, its own was stopped before it asked.
    return call.inACell() ? () -> cell == null || attached() != cell : () -> false;
  }

  /** The request of the cell that is running, to which outputs belong; null between cells. */
  private Object attached() {
    try {
      Object io = call(instance, "getIO");
      Object stream = io.getClass().getField("display").get(io);
      Field environment = stream.getClass().getDeclaredField("env");
      environment.setAccessible(true);
      return environment.get(stream);
    } catch (ReflectiveOperationException e) {
      throw unfit("display.env", e);
    }
  }

  /**
   * To the cell itself and not to the kernel's display stream: that drops what comes from a cell
   * that has ended, and a stopped training still has to say so.
   */
  private void publish(Object cell, String message, Object data) {
    if (cell == null) return;
    try {
      Class<?> type = Class.forName(kind.messages + "." + message, true, loader);
      call(cell, "publish", type.getConstructor(data.getClass()).newInstance(data));
    } catch (ReflectiveOperationException e) {
      throw unfit(message, e);
    }
  }

  /** From now on, a cell whose result is of exactly this class shows it so. */
  <T> void render(Class<T> type, Function<T, Shown> as) {
    // A subclass is not looked up in some versions of IJava's renderer, so that every class is
    // named itself.
    try {
      Class<?> function = Class.forName(kind.display + ".RenderFunction", true, loader);
      Object renders = Proxy.newProxyInstance(
          loader,
          new Class<?>[] {function},
          (proxy, method, arguments) -> answer(proxy, method, arguments, type, as));
      Object registration = call(call(instance, "getRenderer"), "createRegistration", type);
      call(registration, "preferring", (Object) new String[] {"text/html", "text/plain"});
      call(registration, "register", renders);
    } catch (ReflectiveOperationException e) {
      throw unfit("RenderFunction", e);
    }
  }

  private static <T> Object answer(
      Object proxy, Method method, Object[] arguments, Class<T> type, Function<T, Shown> as) {
    return switch (method.getName()) {
      case "render" -> {
        Shown shown = as.apply(type.cast(arguments[0]));
        Object container = call(arguments[1], "getOutputContainer");
        call(container, "putData", "text/html", shown.html());
        call(container, "putData", "text/plain", shown.text());
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      default -> "renders " + type.getSimpleName();
    };
  }

  private Object data(Shown shown) {
    try {
      Constructor<?> ofText =
          Class.forName(kind.display + ".DisplayData", true, loader).getConstructor(String.class);
      Object data = ofText.newInstance(shown.text());
      call(data, "putData", "text/html", shown.html());
      return data;
    } catch (ReflectiveOperationException e) {
      throw unfit("DisplayData", e);
    }
  }

  /** Calls the public method of that name that takes these arguments. */
  private static Object call(Object target, String name, Object... arguments) {
    try {
      for (Method method : target.getClass().getMethods()) {
        if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
          return method.invoke(target, arguments);
        }
      }
      throw new NoSuchMethodException(name);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "the kernel's '%s' failed: %s".formatted(name, e.getCause()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw unfit(name, e);
    }
  }

  private static boolean takes(Class<?>[] types, Object[] arguments) {
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private static IllegalStateException unfit(String what, ReflectiveOperationException e) {
    return new IllegalStateException(
        "this kernel has no '%s' of the form known; use JJava 1.0 (environment.yml) or IJava 1.3.0"
            .formatted(what),
        e);
  }
}
