package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.Conv;

/**
 * LeNet-5 as it is taught today. LeCun et al. 1998, figure 2, for C x 32 x 32 images.
 *
 * <p>Departs from the paper: max pooling instead of trainable subsampling, every map of C3 sees
 * every map of S2, ReLU instead of the scaled tanh, a softmax instead of radial basis functions.
 *
 * <pre>{@code
 * ComputationGraph net = Models.get("lenet5").withInput(1, 32, 32).net(1);
 * }</pre>
 */
public record LeNet() implements Architecture {

  @Override
  public Node features(Node x) {
    return x.conv("c1", Conv.of(6, 5).padding(0).bias())
        .relu("relu1") // 6 x 28 x 28
        .maxPool("s2", 2, 2, 0) // 6 x 14 x 14
        .conv("c3", Conv.of(16, 5).padding(0).bias())
        .relu("relu3") // 16 x 10 x 10
        .maxPool("s4", 2, 2, 0); // 16 x 5 x 5
  }

  @Override
  public Node head(Node features, int classes) {
    return features
        .flatten("flatten")
        .dense("c5", 120)
        .relu("relu5")
        .dense("f6", 84)
        .relu("relu6")
        .dense("output", classes);
  }

  static Family family() {
    return Family.named("LeNet")
        .of("LeCun, Bottou, Bengio and Haffner 1998, figure 2")
        .small("lenet5", new LeNet())
        .build();
  }
}
