package sevennets.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import sevennets.models.AllConvolutional.Base;
import sevennets.models.AllConvolutional.Reduction;
import sevennets.models.Cbam.Order;
import sevennets.models.Cbam.Statistic;
import sevennets.models.NetworkInNetwork.Head;
import sevennets.ops.Shape;

/**
 * A narrow net of every family that branched off the road, and of every switch, small enough to
 * train in a test; four classes.
 */
final class NarrowBranches {

  private final Map<String, Variant> all = new LinkedHashMap<>();

  private NarrowBranches() {
    add("lenet5: as published", LeNet1998.paper(), 32);
    add("lenet5: full C3, linear outputs", LeNet1998.paper().withFullC3().withLinearOutput(), 32);
    networksInNetworks(NetworkInNetwork.cifar().narrowed(16).withDropout(0.1));
    allConvolutionalNets();
    inceptionNets(InceptionV3.small().narrowed(16).withoutAuxiliaryHead());
    cbamNets(ResNet.cifar(8).withWidth(8), Cbam.paper().withReduction(2));
    visionTransformers(VisionTransformer.small().withSize(24, 2, 3, 32));
    add("swwae", WhatWhere.small().narrowed(8));
    add("swwae: without where", WhatWhere.small().narrowed(8).withoutWhere());
    add("swwae: the classifier alone", WhatWhere.small().narrowed(8).withoutReconstruction());
    add("stn", new SpatialTransformer(ResNet.cifar(8).withWidth(8), 6, 10));
  }

  static Stream<Variant> all() {
    return new NarrowBranches().all.values().stream();
  }

  private void add(String name, Architecture net) {
    add(name, net, 16);
  }

  private void add(String name, Architecture net, int size) {
    all.put(name, new Variant(name, net, Shape.image(3, size, size), 4, "narrow"));
  }

  private void networksInNetworks(NetworkInNetwork net) {
    add("nin", net);
    add("nin: fully connected head", net.withHead(Head.DENSE));
    add("nin: plain convolutions", net.withoutPerceptrons());
  }

  private void allConvolutionalNets() {
    for (Base base : Base.values())
      add(
          "all-cnn: " + base,
          AllConvolutional.of(base, Reduction.ALL_CONV).narrowed(3).withDropout(0, 0));
    add(
        "all-cnn: pools",
        AllConvolutional.of(Base.B, Reduction.POOL).narrowed(12).withDropout(0, 0));
    add(
        "all-cnn: strides",
        AllConvolutional.of(Base.B, Reduction.STRIDED).narrowed(12).withDropout(0, 0));
    add(
        "all-cnn: pools and convolutions",
        AllConvolutional.of(Base.C, Reduction.CONV_POOL).narrowed(12).withDropout(0, 0));
    add(
        "all-cnn: dropout",
        AllConvolutional.of(Base.C, Reduction.ALL_CONV).narrowed(6).withDropout(0.05, 0.1));
  }

  private void cbamNets(ResNet net, Cbam cbam) {
    add("cbam", net.withAttention(cbam));
    add(
        "cbam: means of channels, maxima of pixels",
        net.withAttention(cbam.withChannel(Statistic.AVG).withPixel(Statistic.MAX)));
    add("cbam: pixels alone", net.withAttention(cbam.withChannel(Statistic.NONE)));
    add("cbam: pixels first", net.withAttention(cbam.withOrder(Order.PIXEL_FIRST)));
    add("cbam: both at once", net.withAttention(cbam.withOrder(Order.PARALLEL)));
    add("cbam: window of 3", net.withAttention(cbam.withKernel(3)));
  }

  private void visionTransformers(VisionTransformer net) {
    add("vit", net);
    add("vit: mean of the tokens", net.withSummary(VisionTransformer.Summary.MEAN));
    add("vit: without positions", net.withoutPositions());
    add("vit: convolutions first", net.withStem(VisionTransformer.Stem.CONVOLUTIONS));
    add("vit: stochastic depth", net.withStochasticDepth(0.1));
  }

  private void inceptionNets(InceptionV3 net) {
    add("inception v3 small", net, 32);
    add(
        "inception v3 small: one 5x5, pools first",
        net.withFives(Inception.Fives.ONE_5X5).withGrid(InceptionV3.Grid.POOL_FIRST),
        32);
    add(
        "inception v3 small: convolutions first",
        net.withGrid(InceptionV3.Grid.CONVOLUTION_FIRST),
        32);
    add(
        "inception v3 small: auxiliary head without norm",
        InceptionV3.small().narrowed(16).withoutNormInAuxiliaryHead(),
        32);
  }
}
