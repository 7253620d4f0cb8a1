package sevennets.running;

import java.io.Serializable;

/**
 * One run, complete in itself: what a process or a machine needs in order to train it, without the
 * ablation, the architecture or any code of the reader's.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.smoke(), new Store(folder));
 * Order order = sweep.order(sweep.runs().get(0));
 * boolean done = sweep.store().isFinished(order);
 * }</pre>
 *
 * @param arm its name
 * @param seed of the sample of images, of order, augmentation and dropout
 * @param net Deeplearning4j's configuration as JSON, the seed of its weights within
 * @param recipe as text
 * @param data the dataset's name
 * @param images training images
 * @param testImages test images
 * @param size side of the images, in pixels
 * @param fingerprint the text by which the result is found again
 * @param folder of the run, within the store
 * @param params learnable parameters, without auxiliary heads
 * @param macs multiply-adds for one image
 */
public record Order(
    String arm,
    int seed,
    String net,
    String recipe,
    String data,
    int images,
    int testImages,
    int size,
    String fingerprint,
    String folder,
    long params,
    long macs)
    implements Serializable {}
