package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link PixelGate} by oneDNN, over rows of channels. */
final class OneDnnPixelGate implements Kernel {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive gate, Primitive product, Primitive sum) {}

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    Nd4jPixelGate.requireGate(inputs[0], inputs[1]);
    INDArray output = pass.activation(inputs[0].shape());
    INDArray x = OneDnn.dense(inputs[0]);
    plan(x).gate.bind(LEFT, x).bind(RIGHT, OneDnn.dense(inputs[1])).bind(DST, output).run();
    return output;
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray x = OneDnn.dense(inputs[0]);
    INDArray dy = OneDnn.dense(outputGradient);
    INDArray dx = pass.gradient(x.shape());
    plan(x).gate.bind(LEFT, dy).bind(RIGHT, OneDnn.dense(inputs[1])).bind(DST, dx).run();
    INDArray product = pass.scratch(x.shape());
    plan(x).product.bind(LEFT, x).bind(RIGHT, dy).bind(DST, product).run();
    INDArray dGate = pass.gradient(inputs[1].shape());
    plan(x).sum.bind(dnnl.DNNL_ARG_SRC, product).bind(DST, dGate).run();
    return new INDArray[] {dx, dGate};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.length() / x.size(3), x.size(3)));
  }

  private static Plan plan(long pixels, long channels) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.dense(pixels, channels);
      dnnl_memory_desc gates = blueprint.dense(pixels, 1);
      return new Plan(product(blueprint, images, gates), product(blueprint, images, images), sum(blueprint, images, gates));
    }
  }

  private static Primitive product(Blueprint blueprint, dnnl_memory_desc left, dnnl_memory_desc right) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_binary_primitive_desc_create(desc, OneDnn.engine(), dnnl.dnnl_binary_mul, left, right, left,
        blueprint.then(Fn.IDENTITY)), "plan a product");
    return new Primitive(desc, LEFT, RIGHT, DST);
  }

  private static Primitive sum(Blueprint blueprint, dnnl_memory_desc images, dnnl_memory_desc gates) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_reduction_primitive_desc_create(desc, OneDnn.engine(), dnnl.dnnl_reduction_sum, images, gates,
        0, 0, blueprint.then(Fn.IDENTITY)), "plan a sum over channels");
    return new Primitive(desc, dnnl.DNNL_ARG_SRC, DST);
  }
}
