package sevennets.ops;

import java.util.List;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;

/**
 * From a user's {@code N x C x H x W} images to the {@code N x H x W x C} in which all operations
 * work: what the compiler sets before a net of images.
 *
 * <pre>{@code
 * Node y = x.then("nhwc", new ChannelsLast());  // before a dense layer whose weights come from TensorFlow
 * }</pre>
 */
public record ChannelsLast() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.channelsLast();
  }
}
