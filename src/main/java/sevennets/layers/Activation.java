package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** An elementwise function of an array of any shape. */
public final class Activation extends FastLayer {
  @JsonProperty
  private Fn fn;

  private Activation() {}

  public Activation(Fn fn) {
    this.fn = fn;
  }

  public Fn fn() {
    return fn;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) && fn != Fn.IDENTITY
        ? new OneDnnActivation(fn)
        : new Nd4jActivation(fn);
  }

  @Override
  public Layer stock() {
    return new ActivationLayer.Builder().activation(StockActivation.of(fn)).build();
  }

  @Override
  Object settings() {
    return List.of(fn);
  }
}
