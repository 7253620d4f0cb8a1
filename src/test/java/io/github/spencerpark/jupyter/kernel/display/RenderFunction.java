package io.github.spencerpark.jupyter.kernel.display;

/** As in IJava 1.3.0, but that the context is any object. */
public interface RenderFunction<T> {
  void render(T value, Object context);
}
