package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.AffineSampler;
import sevennets.ops.Conv;
import sevennets.ops.Dense;

/**
 * A net that first chooses what to look at: a localisation net finds an affine map for each image,
 * through which another net sees it. Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015,
 * arXiv:1506.02025: figure 2, sections 3.1 to 3.3.
 *
 * <p>The localisation net is the convolutional one of appendix A.1 at another width. It begins with
 * the identity, as the paper's does.
 *
 * <pre>{@code
 * SpatialTransformer transformer = SpatialTransformer.small();
 * Architecture same = transformer.twin();  // as many parameters, no map
 * }</pre>
 *
 * @param classifier what looks through the map
 * @param filters of the localisation net's two convolutions
 * @param hidden units of its hidden layer
 */
public record SpatialTransformer(Architecture classifier, int filters, int hidden)
    implements Architecture {

  /** For 32 x 32 images, before LeNet-5, whose dense layers depend on where things are. */
  public static SpatialTransformer small() {
    return new SpatialTransformer(new LeNet(), 20, 32);
  }

  @Override
  public Node features(Node image) {
    return classifier.features(sampled(image));
  }

  @Override
  public Node head(Node features, int classes) {
    return classifier.head(features, classes);
  }

  @Override
  public Node logits(Node image, int classes) {
    return classifier.logits(sampled(image), classes);
  }

  private Node sampled(Node image) {
    Node map = image.in("localisation", this::localise);
    return image.then("sampler", new AffineSampler(), map);
  }

  private Node localise(Node image) {
    return image
        .maxPool("pool0", 2, 2, 0)
        .conv("conv1", Conv.of(filters, 5).bias())
        .relu("relu1")
        .maxPool("pool1", 2, 2, 0)
        .conv("conv2", Conv.of(filters, 5).bias())
        .relu("relu2")
        .maxPool("pool2", 2, 2, 0)
        .flatten("flatten")
        .dense("fc1", hidden)
        .relu("relu3")
        .then("fc2", Dense.of(AffineSampler.PARAMETERS).nearlyZero());
  }

  public SpatialTransformer withLocalisation(int filters, int hidden) {
    return new SpatialTransformer(classifier, filters, hidden);
  }

  /** The same net without the transformer. */
  public Architecture twin() {
    return classifier;
  }

  static Family family() {
    return Family.named("Spatial Transformer")
        .of("Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015, arXiv:1506.02025, section 3")
        .small("stn_small", small())
        .build();
  }
}
