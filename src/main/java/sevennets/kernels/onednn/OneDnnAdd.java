package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Nd4jAdd;
import sevennets.kernels.nd4j.Rows;

/** A sum by oneDNN: its function is fused forward, and needs only the output backward. */
final class OneDnnAdd implements Kernel<INDArray> {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final Fn fn;
  private final Elementwise function;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive add, Primitive addLast, Reorder copy) {}

  OneDnnAdd(Fn fn) {
    this.fn = fn;
    function = fn == Fn.IDENTITY ? null : new Elementwise(fn);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Nd4jAdd.requireOneShape(inputs);
    INDArray sum = pass.activation(inputs[0].shape());
    Plan plan = plan(sum);
    INDArray left = Rows.dense(inputs[0]);
    for (int i = 1; i < inputs.length; i++) {
      Primitive add = i == inputs.length - 1 ? plan.addLast : plan.add;
      add.bind(LEFT, left).bind(RIGHT, Rows.dense(inputs[i])).bind(DST, sum).run();
      left = sum;
    }
    return sum;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dy = Rows.dense(outputGradient);
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = pass.gradient(output.shape());
      if (i == 0 && function != null) {
        function.backward(output, dy, gradients[0]);
        dy = gradients[0];
      } else {
        plan(output).copy.run(dy, gradients[i]);
      }
    }
    return gradients;
  }

  private Plan plan(INDArray like) {
    return plans.get(new long[] {like.length()}, () -> plan(like.length()));
  }

  private Plan plan(long length) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc vector = blueprint.dense(length);
      return new Plan(
          add(blueprint, vector, Fn.IDENTITY),
          add(blueprint, vector, fn),
          new Reorder(blueprint, vector, vector));
    }
  }

  private static Primitive add(Blueprint blueprint, dnnl_memory_desc vector, Fn then) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_binary_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_binary_add,
            vector,
            vector,
            vector,
            blueprint.then(then)),
        "plan an addition");
    return new Primitive(desc, LEFT, RIGHT, DST);
  }
}
