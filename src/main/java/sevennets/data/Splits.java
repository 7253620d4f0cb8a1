package sevennets.data;

/**
 * A dataset's three parts. Choices are made on {@code validation}; {@code test} is read once, at
 * the end.
 *
 * @param train what the net learns from
 * @param validation held out of the training images, stratified by class and fixed by a seed, so
 *     that two runs can be compared
 * @param test the images that the dataset's authors set aside
 */
public record Splits(Dataset train, Dataset validation, Dataset test) {}
