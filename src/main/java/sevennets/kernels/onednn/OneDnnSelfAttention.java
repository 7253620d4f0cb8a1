package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Heads;
import sevennets.kernels.nd4j.Kept;
import sevennets.kernels.nd4j.Rows;

/** Self-attention by oneDNN: strided products on the queries, keys and values where they lie. */
final class OneDnnSelfAttention implements Kernel<INDArray> {
  private final int heads;
  private final ByShape<Plan> plans = new ByShape<>();
  private INDArray weights;

  OneDnnSelfAttention(int heads) {
    this.heads = heads;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Heads.requireWidth(inputs[0], heads);
    INDArray x = Rows.dense(inputs[0]);
    Plan plan = plan(x);
    long queries = OneDnn.address(x);
    weights = Kept.array(weights, DataType.FLOAT, x.size(0), heads, x.size(1), x.size(1));
    INDArray output = pass.activation(x.size(0), x.size(1), plan.width);
    plan.scores.run(queries, plan.keys(queries), OneDnn.address(weights));
    plan.softmax
        .bind(dnnl.DNNL_ARG_SRC, weights)
        .bind(dnnl.DNNL_ARG_DST, weights)
        .run();
    plan.taken.run(OneDnn.address(weights), plan.values(queries), OneDnn.address(output));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    Plan plan = plan(x);
    INDArray dx = pass.gradient(x.shape());
    INDArray dScores = pass.scratch(weights.shape());
    long from = OneDnn.address(x);
    long to = OneDnn.address(dx);
    long dOutput = OneDnn.address(Rows.dense(outputGradient));
    plan.dValues.run(OneDnn.address(weights), dOutput, plan.values(to));
    plan.dWeights.run(dOutput, plan.values(from), OneDnn.address(dScores));
    plan.throughSoftmax
        .bind(dnnl.DNNL_ARG_DST, weights)
        .bind(dnnl.DNNL_ARG_DIFF_DST, dScores)
        .bind(dnnl.DNNL_ARG_DIFF_SRC, dScores)
        .run();
    plan.dQueries.run(OneDnn.address(dScores), plan.keys(from), to);
    plan.dKeys.run(OneDnn.address(dScores), from, plan.keys(to));
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> new Plan(x.size(0), x.size(1), x.size(2) / 3, heads));
  }

  /** A batch of matrix products, of the addresses of two arrays into a third. */
  private record Product(Primitive primitive) {
    void run(long left, long right, long result) {
      primitive
          .bind(dnnl.DNNL_ARG_SRC, left)
          .bind(dnnl.DNNL_ARG_WEIGHTS, right)
          .bind(dnnl.DNNL_ARG_DST, result)
          .run();
    }
  }

  /** All primitives for one shape: logically {@code N x heads x L x d} or {@code x L} each. */
  private static final class Plan {
    private final long width;
    private final long batch;
    private final long length;
    private final long heads;
    private final Product scores;
    private final Product taken;
    private final Product dValues;
    private final Product dWeights;
    private final Product dQueries;
    private final Product dKeys;
    private final Primitive softmax;
    private final Primitive throughSoftmax;

    Plan(long batch, long length, long width, long heads) {
      this.batch = batch;
      this.length = length;
      this.width = width;
      this.heads = heads;
      try (Blueprint blueprint = new Blueprint()) {
        dnnl_memory_desc part = tokens(blueprint, 3 * width, false);
        dnnl_memory_desc partTransposed = tokens(blueprint, 3 * width, true);
        dnnl_memory_desc result = tokens(blueprint, width, false);
        dnnl_memory_desc square = square(blueprint, false);
        dnnl_memory_desc squareTransposed = square(blueprint, true);
        float scale = (float) (1 / Math.sqrt(width / heads));
        scores = product(blueprint, part, partTransposed, square, scale);
        taken = product(blueprint, square, part, result, 1);
        dValues = product(blueprint, squareTransposed, result, part, 1);
        dWeights = product(blueprint, result, partTransposed, square, 1);
        dQueries = product(blueprint, square, part, part, scale);
        dKeys = product(blueprint, squareTransposed, part, part, scale);
        dnnl_memory_desc rows = blueprint.dense(batch * heads * length, length);
        dnnl_primitive_desc desc = softmax(blueprint, rows);
        softmax = new Primitive(desc, dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST);
        throughSoftmax = throughSoftmax(blueprint, rows, desc);
      }
    }

    long keys(long queries) {
      return queries + width * Float.BYTES;
    }

    long values(long queries) {
      return queries + 2 * width * Float.BYTES;
    }

    /**
     * {@code N x heads x L x d} within tokens of {@code stride} numbers each, or with its last two
     * axes exchanged.
     */
    private dnnl_memory_desc tokens(Blueprint blueprint, long stride, boolean transposed) {
      long d = width / heads;
      return transposed
          ? blueprint.strided(
              new long[] {batch, heads, d, length}, new long[] {length * stride, d, 1, stride})
          : blueprint.strided(
              new long[] {batch, heads, length, d}, new long[] {length * stride, d, stride, 1});
    }

    private dnnl_memory_desc square(Blueprint blueprint, boolean transposed) {
      long one = length * length;
      return blueprint.strided(
          new long[] {batch, heads, length, length},
          transposed
              ? new long[] {heads * one, one, 1, length}
              : new long[] {heads * one, one, length, 1});
    }

    private static Product product(
        Blueprint blueprint,
        dnnl_memory_desc left,
        dnnl_memory_desc right,
        dnnl_memory_desc result,
        float scale) {
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_matmul_primitive_desc_create(
              desc,
              OneDnn.engine(),
              left,
              right,
              null,
              result,
              scale == 1 ? blueprint.then(Fn.IDENTITY) : blueprint.thenTimes(scale)),
          "plan a product of attention");
      return new Product(
          new Primitive(desc, dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST));
    }

    private static dnnl_primitive_desc softmax(Blueprint blueprint, dnnl_memory_desc rows) {
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_softmax_forward_primitive_desc_create(
              desc,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              dnnl.dnnl_softmax_accurate,
              rows,
              rows,
              1,
              blueprint.then(Fn.IDENTITY)),
          "plan a softmax");
      return desc;
    }

    private static Primitive throughSoftmax(
        Blueprint blueprint, dnnl_memory_desc rows, dnnl_primitive_desc forward) {
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_softmax_backward_primitive_desc_create(
              desc,
              OneDnn.engine(),
              dnnl.dnnl_softmax_accurate,
              rows,
              rows,
              rows,
              1,
              forward,
              blueprint.then(Fn.IDENTITY)),
          "plan a softmax's gradient");
      return new Primitive(desc, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC);
    }
  }
}
