package sevennets.bench;

import java.util.List;
import sevennets.data.Augmentation;
import sevennets.data.Dataset;
import sevennets.data.HorizontalFlip;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.data.PadAndCrop;
import sevennets.data.Throughput;
import sevennets.models.Variant;

/**
 * Whether images come as fast as a net can learn from them.
 *
 * <pre>{@code
 * Feed feed = Feed.measure(data.train(), Models.get("lenet5").withInput(1, 32, 32), 64, 2);
 * boolean enough = feed.surplus() > 1;  // images come faster than the net learns from them
 * }</pre>
 *
 * @param loader shifted, flipped and normalised images a second, with nobody training beside
 * @param net images a second in training, all from one batch that is always there
 */
public record Feed(double loader, double net) {
  private static final double SECONDS = 3;

  /** Measures both on this dataset, the net for images of its size. */
  public static Feed measure(Dataset dataset, Variant variant, int batch, int threads) {
    Augmentation shiftsAndFlips = new PadAndCrop(4).then(new HorizontalFlip(0.5));
    Loader loader = Loader.training(
        dataset,
        shiftsAndFlips,
        Normalisation.of(dataset, Math.min(dataset.size(), 5_000)),
        batch,
        1);
    double images = Throughput.of(loader, SECONDS).imagesPerSecond();
    Variant sized = variant
        .withInput(dataset.channels(), dataset.height(), dataset.width())
        .withClasses(dataset.classes().size());
    Run run = new Race(new Peers(null, threads), List.of(Contender.OURS), 1, Pace.ofSlices(SECONDS))
        .run(Workload.of(sized, batch, Mode.TRAINING));
    return new Feed(images, run.ours().median());
  }

  /** How many nets of this kind the loader could feed at once. */
  public double surplus() {
    return loader / net;
  }
}
