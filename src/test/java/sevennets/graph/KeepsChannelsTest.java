package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.nd4j.Nd4jBackend;
import sevennets.ops.OpCases;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;

/** What an operation says of its channels is what it does to them. */
class KeepsChannelsTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#all")
  void aChangedChannelChangesItselfAloneWhereTheOperationSaysSo(OpCases.Case c) {
    Shape output = c.op().output(c.inputs());
    boolean alone = output.channels() == c.inputs().get(0).channels();
    for (int changed = 0; alone && changed < Math.min(2, output.channels()); changed++)
      alone = changesItselfAlone(c, changed, output.channels());
    if (c.op().keepsChannels(c.inputs())) assertThat(alone).isTrue();
    else if (c.inputs().size() == 1) assertThat(alone && output.channels() > 1).isFalse();
  }

  private static boolean changesItselfAlone(OpCases.Case c, int changed, int channels) {
    Nd4j.getRandom().setSeed(7);
    INDArray[] inputs = c.inputs().stream().map(KeepsChannelsTest::random).toArray(INDArray[]::new);
    INDArray before = run(c, inputs);
    for (INDArray input : inputs)
      if (input.size(-1) == channels) channel(input, changed).addi(0.7);
    INDArray change = run(c, inputs).subi(before);
    for (int other = 0; other < channels; other++)
      if (other != changed && channel(change, other).amaxNumber().doubleValue() != 0) return false;
    return true;
  }

  private static INDArray channel(INDArray array, int channel) {
    INDArrayIndex[] index = new INDArrayIndex[array.rank()];
    Arrays.fill(index, NDArrayIndex.all());
    index[array.rank() - 1] = NDArrayIndex.interval(channel, channel + 1);
    return array.get(index);
  }

  private static INDArray random(Shape shape) {
    return Nd4j.rand(
        TYPE,
        switch (shape.kind()) {
          case IMAGE -> new long[] {2, shape.height(), shape.width(), shape.channels()};
          case VECTOR -> new long[] {2, shape.channels()};
          case TOKENS -> new long[] {2, shape.height(), shape.channels()};
        });
  }

  private static INDArray run(OpCases.Case c, INDArray[] inputs) {
    List<Parameter> parameters = c.op().parameters(c.inputs());
    NetPass pass = new NetPass(
        false,
        true,
        false,
        LayerWorkspaceMgr.noWorkspaces(),
        TYPE,
        key -> parameters.stream()
            .filter(parameter -> parameter.key().equals(key))
            .map(KeepsChannelsTest::values)
            .findFirst()
            .orElseThrow(),
        key -> null);
    return c.op().kernel(new Nd4jBackend(), c.inputs()).forward(inputs, pass).dup('c');
  }

  private static INDArray values(Parameter parameter) {
    long[] shape = parameter.table().stream().mapToLong(i -> i).toArray();
    return Nd4j.linspace(0.5, 1.5, parameter.size(), TYPE).reshape(shape);
  }
}
