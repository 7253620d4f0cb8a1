package sevennets.data;

import java.util.List;
import sevennets.files.DataException;

/**
 * Labelled images, read one at a time by index. Every image is given at one size, {@code C x H x
 * W}.
 *
 * <p>An implementation is safe to read from several threads at once: the {@link Loader} does.
 *
 * <pre>{@code
 * Dataset test = data.test();
 * Image image = new Image();
 * test.read(0, image);
 * String truth = test.classes().get(test.label(0));
 * }</pre>
 */
public interface Dataset {
  /**
   * The label of an image whose class a net is not to be told: it costs nothing whatever the net
   * says of it.
   */
  int UNLABELLED = -1;

  /** The dataset's name and part, as in {@code fashion-mnist/train}. */
  String name();

  /** The names of the classes; the position in this list is the label. */
  List<String> classes();

  /** The number of channels: 1 for grey images, 3 for red, green, blue. */
  int channels();

  /** The height of every image, in pixels. */
  int height();

  /** The width of every image, in pixels. */
  int width();

  /** The number of images. */
  int size();

  /**
   * The class of image {@code index}, from 0 to {@code classes().size() - 1}; of training images
   * also {@link #UNLABELLED}.
   */
  int label(int index);

  /**
   * Writes image {@code index} into the first {@code C * H * W} places of {@code pixels}, in C, H,
   * W order, values in [0, 1].
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  void read(int index, float[] pixels);

  /**
   * Reads image {@code index} as it is before anything was cut from it: what an
   * {@link Augmentation} starts from. A dataset whose images differ in size gives each in its own
   * size here, and a centre crop in {@link #read(int, float[])}.
   *
   * @throws DataException if the image cannot be read; the message names its file
   */
  default void read(int index, Image image) {
    read(index, image.reshape(channels(), height(), width()));
  }

  /**
   * What a message calls image {@code index}: a place in this dataset or, where each image has one,
   * a file.
   */
  default String describe(int index) {
    return "image %d of %s".formatted(index, name());
  }

  /**
   * Whether {@link #read(int, Image)} gives images of other sizes than {@code C x H x W}:
   * photographs as they were taken.
   */
  default boolean variesInSize() {
    return false;
  }

  /** How many pixels along each edge are a border that was added to the images. */
  default int border() {
    return 0;
  }

  /**
   * Refuses an augmented image {@code index} that has another size than this dataset's.
   *
   * @throws DataException with both sizes
   */
  default void requireSize(int index, Image augmented) {
    if (augmented.channels() != channels()
        || augmented.height() != height()
        || augmented.width() != width()) {
      throw new DataException(
          "%s is %s after augmentation, the batches of %s hold [%dx%dx%d]; let the augmentation end in a crop"
              .formatted(
                  describe(index), augmented.shape(), name(), channels(), height(), width()));
    }
  }

  /**
   * What tells image {@code index} from the others of its part wherever the dataset lies: a file's
   * path inside of it, or nothing where files are checked by their sums.
   */
  default String identity(int index) {
    return "";
  }
}
