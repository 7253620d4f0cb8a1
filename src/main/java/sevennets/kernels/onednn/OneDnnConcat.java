package sevennets.kernels.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Nd4jConcat;
import sevennets.kernels.nd4j.Rows;

/** Concatenation by oneDNN: strided copies, both ways. */
final class OneDnnConcat implements Kernel<INDArray> {
  private final ByShape<List<Part>> plans = new ByShape<>();

  /** One input's share of each pixel: {@code offset} bytes from the pixel's start. */
  private record Part(long offset, Reorder in, Reorder out) {}

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray output = pass.activation(Nd4jConcat.shape(inputs));
    List<Part> parts = parts(inputs, output);
    for (int i = 0; i < inputs.length; i++) {
      Part part = parts.get(i);
      part.in.run(OneDnn.address(Rows.dense(inputs[i])), OneDnn.address(output) + part.offset);
    }
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dy = Rows.dense(outputGradient);
    List<Part> parts = parts(inputs, output);
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = pass.gradient(inputs[i].shape());
      parts.get(i).out.run(OneDnn.address(dy) + parts.get(i).offset, OneDnn.address(gradients[i]));
    }
    return gradients;
  }

  private List<Part> parts(INDArray[] inputs, INDArray output) {
    long[] widths = Arrays.stream(inputs).mapToLong(input -> input.size(-1)).toArray();
    long rows = output.length() / output.size(-1);
    long[] key = Arrays.copyOf(widths, widths.length + 1);
    key[widths.length] = rows;
    return plans.get(key, () -> plan(rows, widths));
  }

  private static List<Part> plan(long rows, long[] widths) {
    long total = Arrays.stream(widths).sum();
    List<Part> parts = new ArrayList<>();
    long before = 0;
    try (Blueprint blueprint = new Blueprint()) {
      for (long width : widths) {
        dnnl_memory_desc alone = blueprint.dense(rows, width);
        dnnl_memory_desc within =
            blueprint.strided(new long[] {rows, width}, new long[] {total, 1});
        parts.add(new Part(
            before * Float.BYTES,
            new Reorder(blueprint, alone, within),
            new Reorder(blueprint, within, alone)));
        before += width;
      }
    }
    return parts;
  }
}
