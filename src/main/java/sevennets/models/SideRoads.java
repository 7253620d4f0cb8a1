package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevennets.graph.Shape;
import sevennets.models.AllConvolutional.Base;
import sevennets.models.AllConvolutional.Reduction;
import sevennets.models.NetworkInNetwork.Head;

/** The nets beside the road from AlexNet to EfficientNet: its forerunners, and what branched off. */
final class SideRoads {

  private static final String LENET = "LeCun, Bottou, Bengio and Haffner 1998, section II.B";
  private static final String NIN = "Lin, Chen and Yan 2013, arXiv:1312.4400, figure 2";
  private static final String ALL_CNN = "Springenberg, Dosovitskiy, Brox and Riedmiller 2014, arXiv:1412.6806, Tables 1 and 2";
  private static final String CBAM = "Woo, Park, Lee and Kweon 2018, arXiv:1807.06521, section 3";
  private static final String VIT = "Dosovitskiy et al. 2020, arXiv:2010.11929, Table 1";
  private static final String INCEPTION = "Szegedy et al. 2015, arXiv:1512.00567, Table 1";
  private static final String STN = "Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015, arXiv:1506.02025, section 3";
  private static final String SWWAE = "Zhao, Mathieu, Goroshin and LeCun 2015, arXiv:1506.02351, figure 1";

  private final List<Variant> all = new ArrayList<>();

  private SideRoads() {
    small("lenet5_paper", LeNet1998.paper(), LENET);
    networksInNetworks();
    small("inception_v3_small", InceptionV3.small(), INCEPTION);
    allConvolutionalNets();
    cbamNets();
    visionTransformers();
    small("swwae_small", WhatWhere.small(), SWWAE);
    small("stn_small", SpatialTransformer.small(), STN);
    small("stn_small_twin", SpatialTransformer.small().twin(), STN);
  }

  static List<Variant> all() {
    return new SideRoads().all;
  }

  private void networksInNetworks() {
    NetworkInNetwork nin = NetworkInNetwork.cifar();
    small("nin_cifar", nin, NIN);
    small("nin_fc_cifar", nin.withHead(Head.DENSE), NIN);
    small("nin_small", nin.narrowed(4), NIN);
  }

  private void allConvolutionalNets() {
    for (Base base : Base.values())
      for (Reduction reduction : Reduction.values()) {
        String prefix = switch (reduction) {
          case POOL -> "cnn";
          case STRIDED -> "strided_cnn";
          case CONV_POOL -> "convpool_cnn";
          case ALL_CONV -> "all_cnn";
        };
        small("%s_%s_cifar".formatted(prefix, base.name().toLowerCase(Locale.ROOT)), AllConvolutional.of(base, reduction), ALL_CNN);
      }
    small("all_cnn_small", AllConvolutional.of(Base.C, Reduction.ALL_CONV).narrowed(3), ALL_CNN);
  }

  private void cbamNets() {
    Cbam cbam = Cbam.paper();
    imageNet("cbamresnet18", ResNet.resnet18().withAttention(cbam), CBAM);
    imageNet("cbamresnet34", ResNet.resnet34().withAttention(cbam), CBAM);
    imageNet("cbamresnet50", ResNet.resnet50().withAttention(cbam), CBAM);
    imageNet("cbamresnet101", ResNet.resnet101().withAttention(cbam), CBAM);
    small("cbamresnet20_cifar", ResNet.cifar(20).withAttention(cbam), CBAM);
  }

  private void visionTransformers() {
    imageNet("vit_base_patch16_224", VisionTransformer.base(), VIT);
    imageNet("vit_large_patch16_224", VisionTransformer.large(), VIT);
    imageNet("vit_huge_patch14_224", VisionTransformer.huge(), VIT);
    small("vit_small", VisionTransformer.small(), VIT);
  }

  private void imageNet(String name, Architecture net, String paper) {
    all.add(new Variant(name, net, Shape.image(3, 224, 224), 1000, paper));
  }

  private void small(String name, Architecture net, String paper) {
    all.add(new Variant(name, net, Shape.image(3, 32, 32), 10, paper));
  }
}
