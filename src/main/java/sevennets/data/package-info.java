/**
 * Images and their labels: datasets, augmentation, normalisation, and the loader that runs ahead of
 * training. How their files are fetched is {@code data.delivery}'s.
 *
 * <p>From a name to batches in three lines:
 *
 * <pre>{@code
 * Splits splits = Datasets.load("fashion-mnist");
 * Normalisation normalisation = Normalisation.of(splits.train());
 * Loader loader = Loader.training(splits.train(), new PadAndCrop(4).then(new HorizontalFlip(0.5)), normalisation, 128, 1);
 * for (Batch batch : loader.epoch(0, 0)) { ... }
 * }</pre>
 */
package sevennets.data;
