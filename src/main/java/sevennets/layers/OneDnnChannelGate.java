package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link ChannelGate} by oneDNN. */
final class OneDnnChannelGate implements Kernel {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive gate, Primitive product, Primitive sum) {}

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    Nd4jChannelGate.requireGate(inputs[0], inputs[1]);
    INDArray output = pass.activation(inputs[0].shape());
    gate(OneDnn.dense(inputs[0]), inputs[1], output);
    return output;
  }

  private void gate(INDArray images, INDArray gate, INDArray output) {
    plan(images).gate.bind(LEFT, images).bind(RIGHT, OneDnn.dense(gate)).bind(DST, output).run();
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray x = OneDnn.dense(inputs[0]);
    INDArray dy = OneDnn.dense(outputGradient);
    INDArray dx = pass.gradient(x.shape());
    gate(dy, inputs[1], dx);
    INDArray product = pass.scratch(x.shape());
    plan(x).product.bind(LEFT, x).bind(RIGHT, dy).bind(DST, product).run();
    INDArray dGate = pass.gradient(inputs[1].shape());
    plan(x).sum.bind(dnnl.DNNL_ARG_SRC, product).bind(DST, dGate).run();
    return new INDArray[] {dx, dGate};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private static Plan plan(long[] shape) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.images(shape);
      dnnl_memory_desc gate = blueprint.images(new long[] {shape[0], 1, 1, shape[3]});
      return new Plan(product(blueprint, images, gate), product(blueprint, images, images),
          sum(blueprint, images, gate, shape));
    }
  }

  private static Primitive product(Blueprint blueprint, dnnl_memory_desc left, dnnl_memory_desc right) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_binary_primitive_desc_create(desc, OneDnn.engine(), dnnl.dnnl_binary_mul, left, right, left,
        blueprint.then(Fn.IDENTITY)), "plan a product");
    return new Primitive(desc, LEFT, RIGHT, DST);
  }

  /** As the mean over an image's window times its pixels: oneDNN's pooling is vectorised, its reduction of these axes not. */
  private static Primitive sum(Blueprint blueprint, dnnl_memory_desc images, dnnl_memory_desc gate, long[] shape) {
    long[] window = {shape[1], shape[2]};
    long[] one = {1, 1};
    long[] none = {0, 0};
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_pooling_forward_primitive_desc_create(desc, OneDnn.engine(), dnnl.dnnl_forward_inference,
        dnnl.dnnl_pooling_avg_include_padding, images, gate, one, window, none, none, none,
        blueprint.thenTimes(shape[1] * shape[2])), "plan a sum over pixels");
    return new Primitive(desc, dnnl.DNNL_ARG_SRC, DST);
  }
}
