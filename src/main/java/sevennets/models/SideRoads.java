package sevennets.models;

import sevennets.models.AllConvolutional.Base;
import sevennets.models.AllConvolutional.Reduction;
import sevennets.models.NetworkInNetwork.Head;

/**
 * The nets beside the road from AlexNet to EfficientNet: its forerunners, and what branched off.
 */
final class SideRoads {

  private SideRoads() {}

  static void addTo(Catalogue all) {
    all.of("LeCun, Bottou, Bengio and Haffner 1998, section II.B")
        .small("lenet5_paper", LeNet1998.paper());

    all.of("Lin, Chen and Yan 2013, arXiv:1312.4400, figure 2")
        .small("nin_cifar", NetworkInNetwork.cifar())
        .small("nin_fc_cifar", NetworkInNetwork.cifar().withHead(Head.DENSE))
        .small("nin_small", NetworkInNetwork.cifar().narrowed(4));

    all.of("Szegedy et al. 2015, arXiv:1512.00567, Table 1")
        .small("inception_v3_small", InceptionV3.small());

    all.of("Springenberg, Dosovitskiy, Brox and Riedmiller 2014, arXiv:1412.6806, Tables 1 and 2")
        .small("cnn_a_cifar", AllConvolutional.of(Base.A, Reduction.POOL))
        .small("strided_cnn_a_cifar", AllConvolutional.of(Base.A, Reduction.STRIDED))
        .small("convpool_cnn_a_cifar", AllConvolutional.of(Base.A, Reduction.CONV_POOL))
        .small("all_cnn_a_cifar", AllConvolutional.of(Base.A, Reduction.ALL_CONV))
        .small("cnn_b_cifar", AllConvolutional.of(Base.B, Reduction.POOL))
        .small("strided_cnn_b_cifar", AllConvolutional.of(Base.B, Reduction.STRIDED))
        .small("convpool_cnn_b_cifar", AllConvolutional.of(Base.B, Reduction.CONV_POOL))
        .small("all_cnn_b_cifar", AllConvolutional.of(Base.B, Reduction.ALL_CONV))
        .small("cnn_c_cifar", AllConvolutional.of(Base.C, Reduction.POOL))
        .small("strided_cnn_c_cifar", AllConvolutional.of(Base.C, Reduction.STRIDED))
        .small("convpool_cnn_c_cifar", AllConvolutional.of(Base.C, Reduction.CONV_POOL))
        .small("all_cnn_c_cifar", AllConvolutional.of(Base.C, Reduction.ALL_CONV))
        .small("all_cnn_small", AllConvolutional.of(Base.C, Reduction.ALL_CONV).narrowed(3));

    all.of("Woo, Park, Lee and Kweon 2018, arXiv:1807.06521, section 3")
        .imageNet("cbamresnet18", ResNet.resnet18().withAttention(Cbam.paper()))
        .imageNet("cbamresnet34", ResNet.resnet34().withAttention(Cbam.paper()))
        .imageNet("cbamresnet50", ResNet.resnet50().withAttention(Cbam.paper()))
        .imageNet("cbamresnet101", ResNet.resnet101().withAttention(Cbam.paper()))
        .small("cbamresnet20_cifar", ResNet.cifar(20).withAttention(Cbam.paper()));

    all.of("Dosovitskiy et al. 2020, arXiv:2010.11929, Table 1")
        .imageNet("vit_base_patch16_224", VisionTransformer.base())
        .imageNet("vit_large_patch16_224", VisionTransformer.large())
        .imageNet("vit_huge_patch14_224", VisionTransformer.huge())
        .small("vit_small", VisionTransformer.small());

    all.of("Zhao, Mathieu, Goroshin and LeCun 2015, arXiv:1506.02351, figure 1")
        .small("swwae_small", WhatWhere.small());

    all.of("Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015, arXiv:1506.02025, section 3")
        .small("stn_small", SpatialTransformer.small());
  }
}
