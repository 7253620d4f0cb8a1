package sevennets.train;

import static sevennets.train.Decay.ALL;
import static sevennets.train.Decay.WEIGHTS;
import static sevennets.train.Decay.WEIGHTS_AND_BIASES;
import static sevennets.train.Regularisation.weightDecay;

import java.util.List;
import sevennets.data.Augmentation;
import sevennets.data.ColourJitter;
import sevennets.data.HorizontalFlip;
import sevennets.data.PadAndCrop;
import sevennets.data.PcaColour;
import sevennets.data.RandomResizedCrop;
import sevennets.data.ScaleJitter;
import sevennets.names.Nearest;

/**
 * The recipes by name: those of the seven papers, and small ones for two CPU cores.
 *
 * <p>None of them selects anything on test images: what a schedule, a stop or a best checkpoint is
 * judged by are the validation images, held out of the training images. The papers' schedules that
 * wait for a plateau are given here as fixed ones, so that a run can be repeated; each entry says
 * so.
 *
 * <pre>{@code
 * Recipe paper = Recipes.get("vgg-imagenet");
 * System.out.println(paper.source());  // the section that it is from
 * }</pre>
 */
public final class Recipes {

  /** Batches in an epoch of CIFAR's 45,000 training images (5,000 are held out) at batch 128. */
  private static final int CIFAR_BATCHES = 45_000 / 128;

  private static final Augmentation MIRROR = new HorizontalFlip(0.5);
  /** The strength that fb.resnet.torch uses; the papers that ask for it give none. */
  private static final Augmentation JITTER = new ColourJitter(0.4, 0.4, 0.4);

  private static final List<Recipe> ALL_RECIPES = List.of(
      new Recipe(
          "smoke",
          """
          Ours: one epoch, to see that everything works.""",
          1,
          64,
          Optimizer.nesterov(0.9),
          Schedule.constant(0.05),
          weightDecay(5e-4, ALL),
          List.of(),
          1),
      new Recipe(
          "quick",
          """
          Ours, for two CPU cores and a quarter of an hour: one cycle (Smith and Topin, arXiv:1708.07120) to a rate of 0.4, \
          labels smoothed by 0.05, shifts by up to 2 pixels and flips.""",
          6,
          128,
          Optimizer.nesterov(0.9),
          Schedule.oneCycle(0.4, 6),
          weightDecay(5e-4, ALL).withLabelSmoothing(0.05),
          List.of(new PadAndCrop(2), MIRROR),
          1),
      new Recipe(
          "finetune",
          """
          Ours, for a few hundred photographs and pretrained weights: one cycle (Smith and Topin, arXiv:1708.07120) to a rate \
          of 0.02, far below those that train from scratch; crops of 35% to 100% of the area, flips, a little colour.""",
          15,
          16,
          Optimizer.nesterov(0.9),
          Schedule.oneCycle(0.02, 15),
          weightDecay(1e-4, WEIGHTS).withLabelSmoothing(0.05),
          List.of(
              new RandomResizedCrop(224, 0.35, 1, 3 / 4.0, 4 / 3.0),
              MIRROR,
              new ColourJitter(0.2, 0.2, 0.2)),
          1),
      new Recipe(
          "photographs",
          """
          Ours, for some hundred photographs of one's own and a small net from scratch: crops of 35% to 100% of the area, \
          flips and a little colour, one cycle to a rate of 0.1, labels smoothed by 0.1.""",
          30,
          32,
          Optimizer.nesterov(0.9),
          Schedule.oneCycle(0.1, 30),
          weightDecay(5e-4, ALL).withLabelSmoothing(0.1),
          List.of(
              new RandomResizedCrop(224, 0.35, 1, 3 / 4.0, 4 / 3.0),
              MIRROR,
              new ColourJitter(0.2, 0.2, 0.2)),
          1),
      new Recipe(
          "alexnet-imagenet",
          """
          Krizhevsky et al. 2012, sections 4.1 and 5: SGD 0.9, batch 128, decay 5e-4, rate 0.01 divided by 10 three times, \
          about 90 epochs. The paper lowers the rate by hand when validation stalls; here after 30, 55 and 80 epochs.""",
          90,
          128,
          Optimizer.momentum(0.9),
          Schedule.steps(0.01, 0.1, 30, 55, 80),
          weightDecay(5e-4, WEIGHTS),
          List.of(new ScaleJitter(256, 256, 224), MIRROR, PcaColour.imagenet()),
          1),
      new Recipe(
          "vgg-imagenet",
          """
          Simonyan and Zisserman, arXiv:1409.1556, section 3.1: SGD 0.9, batch 256, decay 5e-4, rate 0.01 divided by 10 three \
          times, 74 epochs. The paper lowers the rate when validation stalls, here after 25, 45 and 62 epochs; it starts the \
          deeper nets from net A, here they start from random weights.""",
          74,
          256,
          Optimizer.momentum(0.9),
          Schedule.steps(0.01, 0.1, 25, 45, 62),
          weightDecay(5e-4, WEIGHTS),
          List.of(new ScaleJitter(256, 512, 224), MIRROR, PcaColour.imagenet()),
          1),
      new Recipe(
          "googlenet-imagenet",
          """
          Szegedy et al., arXiv:1409.4842, section 6: momentum 0.9, rate lowered by 4% every 8 epochs, weights averaged. Not \
          in the paper: batch 32, rate 0.01, decay 2e-4, 250 epochs (chosen after Caffe's reimplementation), the average's \
          decay 0.9999.""",
          250,
          32,
          Optimizer.momentum(0.9),
          Schedule.every(8, 0.01, 0.96),
          weightDecay(2e-4, WEIGHTS).withAverage(0.9999),
          List.of(new RandomResizedCrop(224), MIRROR, JITTER),
          1),
      new Recipe(
          "resnet-imagenet",
          """
          He et al., arXiv:1512.03385, section 3.4: SGD 0.9, batch 256, decay 1e-4, rate 0.1. The paper divides by 10 on \
          plateaus within 600,000 iterations; here after 30 and 60 of 90 epochs, as in the authors' fb.resnet.torch.""",
          90,
          256,
          Optimizer.momentum(0.9),
          Schedule.steps(0.1, 0.1, 30, 60),
          weightDecay(1e-4, ALL),
          List.of(new ScaleJitter(256, 480, 224), MIRROR, PcaColour.imagenet()),
          1),
      new Recipe(
          "resnet-cifar",
          """
          He et al., arXiv:1512.03385, section 4.2: SGD 0.9, batch 128, decay 1e-4, rate 0.1 divided by 10 at 32,000 and \
          48,000 of 64,000 iterations, padding by 4, flips. The channels' mean and deviation instead of the mean image. \
          ResNet-110 needs a start at 0.01 as well: withLearningRate(learningRate.startingAt(0.01, 1.14)).""",
          Math.round(64_000f / CIFAR_BATCHES),
          128,
          Optimizer.momentum(0.9),
          Schedule.steps(0.1, 0.1, 32_000, 48_000).byIteration(CIFAR_BATCHES),
          weightDecay(1e-4, ALL),
          List.of(new PadAndCrop(4), MIRROR),
          1),
      new Recipe(
          "densenet-cifar",
          """
          Huang et al., arXiv:1608.06993, section 4.2: Nesterov 0.9, batch 64, decay 1e-4, rate 0.1 divided by 10 at 50% and \
          75% of 300 epochs; shifts and flips (the columns marked +; without them the paper adds dropout 0.2).""",
          300,
          64,
          Optimizer.nesterov(0.9),
          Schedule.steps(0.1, 0.1, 150, 225),
          weightDecay(1e-4, ALL),
          List.of(new PadAndCrop(4), MIRROR),
          1),
      new Recipe(
          "densenet-imagenet",
          """
          Huang et al., arXiv:1608.06993, section 4.2: Nesterov 0.9, batch 256, decay 1e-4, rate 0.1 divided by 10 after 30 \
          and 60 of 90 epochs.""",
          90,
          256,
          Optimizer.nesterov(0.9),
          Schedule.steps(0.1, 0.1, 30, 60),
          weightDecay(1e-4, ALL),
          List.of(new RandomResizedCrop(224), JITTER, PcaColour.imagenet(), MIRROR),
          1),
      new Recipe(
          "senet-imagenet",
          """
          Hu et al., arXiv:1709.01507, section 5.1: SGD 0.9, batch 1024, rate 0.6 divided by 10 every 30 of 100 epochs. \
          Weight decay is not given there; 1e-4 is that of the ResNets.""",
          100,
          1024,
          Optimizer.momentum(0.9),
          Schedule.every(30, 0.6, 0.1),
          weightDecay(1e-4, ALL),
          List.of(new RandomResizedCrop(224), MIRROR),
          1),
      new Recipe(
          "efficientnet-imagenet",
          """
          Tan and Le, arXiv:1905.11946, section 5.2: RMSProp 0.9 with momentum 0.9, decay 1e-5, rate 0.256 times 0.97 every \
          2.4 epochs. From the authors' code: 0.256 is for batch 4096, epsilon 0.001, 5 epochs of warm-up, 350 epochs, labels \
          smoothed by 0.1, average 0.9999, no decay on batch norm. Without AutoAugment.""",
          350,
          4096,
          Optimizer.rmsProp(0.9, 0.9, 1e-3),
          Schedule.every(2.4, 0.256, 0.97).withWarmup(5),
          weightDecay(1e-5, WEIGHTS_AND_BIASES).withLabelSmoothing(0.1).withAverage(0.9999),
          List.of(new RandomResizedCrop(224), MIRROR),
          1));

  private Recipes() {}

  /** Every recipe's name. */
  public static List<String> names() {
    return ALL_RECIPES.stream().map(Recipe::name).toList();
  }

  /**
   * The recipe of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names most like it
   */
  public static Recipe get(String name) {
    return ALL_RECIPES.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no recipe is called '%s'; %s".formatted(name, Nearest.told(names(), name))));
  }
}
