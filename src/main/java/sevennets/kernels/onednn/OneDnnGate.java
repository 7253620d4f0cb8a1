package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Rows;

/** Images times a smaller gate, by oneDNN; how far the gate reaches is the subclass's. */
abstract class OneDnnGate implements Kernel<INDArray> {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final ByShape<Plan> plans = new ByShape<>();

  /**
   * @param gate images times gate
   * @param product images times images
   * @param sum of images, over all that one number of the gate scales
   */
  private record Plan(Primitive gate, Primitive product, Primitive sum) {}

  /** @throws IllegalArgumentException unless the gate fits the images */
  abstract void requireGate(INDArray images, INDArray gate);

  /** Images of {@code shape} as this gate sees them. */
  abstract dnnl_memory_desc images(Blueprint blueprint, long[] shape);

  /** The gate of such images. */
  abstract dnnl_memory_desc gate(Blueprint blueprint, long[] shape);

  /** Plans the sum of such images over all that one number of the gate scales. */
  abstract void planSum(
      dnnl_primitive_desc desc,
      Blueprint blueprint,
      long[] shape,
      dnnl_memory_desc images,
      dnnl_memory_desc gate);

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    requireGate(inputs[0], inputs[1]);
    INDArray output = pass.activation(inputs[0].shape());
    gate(Rows.dense(inputs[0]), inputs[1], output);
    return output;
  }

  private void gate(INDArray images, INDArray gate, INDArray output) {
    plan(images)
        .gate
        .bind(LEFT, images)
        .bind(RIGHT, Rows.dense(gate))
        .bind(DST, output)
        .run();
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray dy = Rows.dense(outputGradient);
    INDArray dx = pass.gradient(x.shape());
    gate(dy, inputs[1], dx);
    INDArray product = pass.scratch(x.shape());
    plan(x).product.bind(LEFT, x).bind(RIGHT, dy).bind(DST, product).run();
    INDArray dGate = pass.gradient(inputs[1].shape());
    plan(x).sum.bind(SRC, product).bind(DST, dGate).run();
    return new INDArray[] {dx, dGate};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private Plan plan(long[] shape) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = images(blueprint, shape);
      dnnl_memory_desc gate = gate(blueprint, shape);
      dnnl_primitive_desc sum = blueprint.primitive();
      planSum(sum, blueprint, shape, images, gate);
      return new Plan(
          product(blueprint, images, gate),
          product(blueprint, images, images),
          new Primitive(sum, SRC, DST));
    }
  }

  private static Primitive product(
      Blueprint blueprint, dnnl_memory_desc left, dnnl_memory_desc right) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_binary_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_binary_mul,
            left,
            right,
            left,
            blueprint.then(Fn.IDENTITY)),
        "plan a product");
    return new Primitive(desc, LEFT, RIGHT, DST);
  }
}
