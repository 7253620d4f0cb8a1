package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;

/**
 * Sums the gradients that reach a value from its several readers, as a shortcut's do. Deeplearning4j calls
 * {@link INDArray#addi} for it, which ND4J does with threads of its own: on two cores they wait for oneDNN's, which spin
 * between two primitives. Gradients from here add by oneDNN.
 */
final class GradientSums {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final ByShape<Primitive> additions = new ByShape<>();

  /** The same array, to which others add fast. */
  INDArray of(INDArray gradient) {
    return new Sum(gradient);
  }

  private void accumulate(INDArray sum, INDArray other) {
    additions.get(new long[] {sum.length()}, () -> plan(sum.length())).bind(LEFT, sum).bind(RIGHT, other).bind(DST, sum).run();
  }

  private static Primitive plan(long length) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc vector = blueprint.dense(length);
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(dnnl.dnnl_binary_primitive_desc_create(desc, OneDnn.engine(), dnnl.dnnl_binary_add, vector, vector, vector,
          blueprint.then(Fn.IDENTITY)), "plan a gradient's sum");
      return new Primitive(desc, LEFT, RIGHT, DST);
    }
  }

  private final class Sum extends NDArray {
    Sum(INDArray gradient) {
      super(gradient.data(), gradient.shape(), gradient.stride(), gradient.offset(), 'c');
    }

    @Override
    public INDArray addi(INDArray other) {
      if (!equalShapes(other) || other.dataType() != dataType() || OneDnn.dense(other) != other) {
        return super.addi(other);
      }
      accumulate(this, other);
      return this;
    }
  }
}
