package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;
import sevennets.ops.Op;
import sevennets.ops.OpCases;
import sevennets.ops.Shape;

/** Nets survive saving, loading and copying, whatever operations they are made of. */
class SavedNetTest {
  private final Graph graph = OpNets.of(4, 8, 8, BatchNorm.STANDARD);
  private final ComputationGraph net = graph.net(7);
  private final INDArray images = OpNets.images(graph, DataType.FLOAT, 4);

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#all")
  void everyOperationIsReadAsItWasWritten(OpCases.Case c) {
    ComputationGraphConfiguration written = OpNets.of(c).net(1).getConfiguration();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(written.toJson());
    assertThat(read).isEqualTo(written).hasSameHashCodeAs(written);
    assertThat(read.getVertices()).isEqualTo(written.getVertices());
    assertThat(read.toJson()).isEqualTo(written.toJson());
  }

  @Test
  void loadedNetComputesTheSame(@TempDir Path folder) throws Exception {
    net.fit(new INDArray[] {images}, new INDArray[] {OpNets.labels(DataType.FLOAT, 4)});
    File file = folder.resolve("net.zip").toFile();
    ModelSerializer.writeModel(net, file, true);

    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file);

    assertThat(loaded.outputSingle(images)).isEqualTo(net.outputSingle(images));
  }

  @Test
  void copyComputesTheSame() {
    assertThat(net.clone().outputSingle(images)).isEqualTo(net.outputSingle(images));
  }

  @Test
  void operationsOfOtherSettingsOrInputsDiffer() {
    List<Shape> four = List.of(Shape.image(4, 8, 8)), five = List.of(Shape.image(5, 8, 8));
    assertThat(new OpLayer(new BatchNorm(1e-5, 0.1, Fn.RELU), four))
        .isEqualTo(new OpLayer(new BatchNorm(1e-5, 0.1, Fn.RELU), four))
        .isNotEqualTo(new OpLayer(BatchNorm.STANDARD, four))
        .isNotEqualTo(new OpLayer(new BatchNorm(1e-5, 0.1, Fn.RELU), five));
    assertThat(new OpVertex(new Add(Fn.RELU), four))
        .isEqualTo(new OpVertex(new Add(Fn.RELU), four))
        .isNotEqualTo(new OpVertex(new Add(Fn.IDENTITY), four))
        .isNotEqualTo(new OpVertex(new Add(Fn.RELU), five));
  }

  @Test
  void trainingPassMovesTheRunningStatistics() {
    INDArray mean = net.getParam("layer_mean").dup();
    INDArray batchMean =
        net.feedForward(images, false).get("conv").mean(0, 1, 2).reshape(1, 4);
    assertThat(net.getParam("layer_mean")).isEqualTo(mean);
    net.fit(new INDArray[] {images}, new INDArray[] {OpNets.labels(DataType.FLOAT, 4)});
    assertThat(
            net.getParam("layer_mean").equalsWithEps(mean.mul(0.9).add(batchMean.mul(0.1)), 1e-6))
        .isTrue();
  }

  /** Each number's square: an operation as a reader may write it in a notebook. */
  private record Square() implements Op, Kernel<INDArray> {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
      return backend.onHost(this);
    }

    @Override
    public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
      return inputs[0].mul(inputs[0], pass.activation(inputs[0].shape()));
    }

    @Override
    public INDArray[] backward(
        INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
      INDArray gradient = pass.gradient(inputs[0].shape());
      return new INDArray[] {outputGradient.mul(inputs[0], gradient).muli(2)};
    }
  }

  @Test
  void anOperationOfTheReadersOwnTrainsAndIsNotSaved() throws Exception {
    Graph own = OpNets.of(4, 5, 4, new Square());
    ComputationGraph trained = own.net(1);
    trained.fit(
        new INDArray[] {OpNets.images(own, DataType.FLOAT, 4)},
        new INDArray[] {OpNets.labels(DataType.FLOAT, 4)});
    assertThatThrownBy(() -> NetJson.of(trained.getConfiguration()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a net with an operation of your own, Square, can't be saved");
    assertThatThrownBy(() -> trained.getConfiguration().toJson())
        .hasMessageContaining("a net with an operation of your own, Square, can't be saved");

    new InDoubles().beforeEach(null);
    try {
      GradientTest.check(OpNets.of(4, 5, 4, new Square()));
    } finally {
      new InDoubles().afterEach(null);
    }
  }

  @Test
  void aSavedNetNamesOperationsOfTheListAlone() {
    String json = OpNets.of(4, 8, 8, Conv.of(4, 3)).net(1).getConfiguration().toJson();
    for (String name : List.of("java.lang.Thread", "Square", "sevennets.ops.Conv"))
      assertThatThrownBy(() -> ComputationGraphConfiguration.fromJson(
              json.replace("\"type\" : \"Conv\"", "\"type\" : \"" + name + "\"")))
          .rootCause()
          .hasMessageContaining("has an operation '" + name + "', which this version");
  }
}
