package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;

/**
 * Affine sampling in Java, for any number type: neither libnd4j nor oneDNN samples images at places
 * that are computed.
 *
 * <pre>{@code
 * Kernel<INDArray> sampler = new AffineSampling(28, 28);  // inputs: images, six numbers for each
 * }</pre>
 */
public final class AffineSampling implements Kernel<INDArray> {
  private static final int PARAMETERS = 6;

  private final int height;
  private final int width;

  public AffineSampling(int height, int width) {
    this.height = height;
    this.width = width;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    Batch batch = new Batch(inputs[0], inputs[1]);
    double[] sampled = new double[batch.count * height * width * batch.channels];
    batch.visit((place, from, weight) -> {
      for (int c = 0; c < batch.channels; c++) {
        sampled[place.output + c] += weight * batch.images[from + c];
      }
    });
    return filled(pass.activation(batch.count, height, width, batch.channels), sampled);
  }

  /**
   * Equations 6 and 7: of the image by its weights, of the map by how they change with the place.
   */
  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    Batch batch = new Batch(inputs[0], inputs[1]);
    double[] dy = numbers(outputGradient);
    double[] dImages = new double[batch.images.length];
    double[] dMaps = new double[batch.maps.length];
    batch.visit((place, from, weight) -> {
      double along = 0;
      for (int c = 0; c < batch.channels; c++) {
        dImages[from + c] += weight * dy[place.output + c];
        along += dy[place.output + c] * batch.images[from + c];
      }
      place.addMapGradient(along, dMaps);
    });
    return new INDArray[] {
      filled(pass.gradient(inputs[0].shape()), dImages),
      filled(pass.gradient(inputs[1].shape()), dMaps)
    };
  }

  private static double[] numbers(INDArray array) {
    return Rows.dense(array).reshape(array.length()).toDoubleVector();
  }

  private static INDArray filled(INDArray array, double[] values) {
    return array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()));
  }

  /**
   * Is told of an output pixel, of one of the up to four input pixels that it is made of, and of
   * the weight of that one.
   */
  private interface Visitor {
    void see(Place place, int from, double weight);
  }

  /** The images and their maps as Java's arrays. */
  private final class Batch {
    final int count;
    final int rows;
    final int columns;
    final int channels;
    final double[] images;
    final double[] maps;

    Batch(INDArray images, INDArray maps) {
      if (images.rank() != 4
          || maps.rank() != 2
          || maps.size(1) != PARAMETERS
          || maps.size(0) != images.size(0)) {
        throw new IllegalArgumentException(
            "affine sampling needs images N x H x W x C and maps N x 6; received %s and %s"
                .formatted(Arrays.toString(images.shape()), Arrays.toString(maps.shape())));
      }
      count = (int) images.size(0);
      rows = (int) images.size(1);
      columns = (int) images.size(2);
      channels = (int) images.size(3);
      this.images = numbers(images);
      this.maps = numbers(maps);
    }

    void visit(Visitor visitor) {
      Place place = new Place(this);
      for (int n = 0; n < count; n++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            place.moveTo(n, y, x);
            place.visit(visitor);
          }
        }
      }
    }
  }

  /** An output pixel, and where in the input it looks. */
  private final class Place {
    private final Batch batch;
    private int image;
    private double u;
    private double v;
    private int left;
    private int top;
    private double toRight;
    private double toBottom;
    private double weightByX;
    private double weightByY;
    int output;

    Place(Batch batch) {
      this.batch = batch;
    }

    void moveTo(int n, int y, int x) {
      image = n;
      u = coordinate(x, width);
      v = coordinate(y, height);
      int map = n * PARAMETERS;
      double column = (u + row(map)) * half(batch.columns) + half(batch.columns);
      double line = (v + row(map + 3)) * half(batch.rows) + half(batch.rows);
      left = (int) Math.floor(column);
      top = (int) Math.floor(line);
      toRight = column - left;
      toBottom = line - top;
      output = ((n * height + y) * width + x) * batch.channels;
    }

    private double row(int from) {
      return batch.maps[from] * u + batch.maps[from + 1] * v + batch.maps[from + 2];
    }

    void visit(Visitor visitor) {
      corner(visitor, 0, 0);
      corner(visitor, 0, 1);
      corner(visitor, 1, 0);
      corner(visitor, 1, 1);
    }

    private void corner(Visitor visitor, int down, int right) {
      int y = top + down;
      int x = left + right;
      if (y < 0 || y >= batch.rows || x < 0 || x >= batch.columns) {
        return;
      }
      double across = right == 0 ? 1 - toRight : toRight;
      double along = down == 0 ? 1 - toBottom : toBottom;
      weightByX = right == 0 ? -along : along;
      weightByY = down == 0 ? -across : across;
      visitor.see(
          this, ((image * batch.rows + y) * batch.columns + x) * batch.channels, across * along);
    }

    /** Of the corner at hand, whose pixel times the output's gradient is {@code amount}. */
    void addMapGradient(double amount, double[] gradient) {
      int map = image * PARAMETERS;
      addRow(amount * weightByX * half(batch.columns), gradient, map);
      addRow(amount * weightByY * half(batch.rows), gradient, map + 3);
    }

    private void addRow(double amount, double[] gradient, int from) {
      gradient[from] += amount * u;
      gradient[from + 1] += amount * v;
      gradient[from + 2] += amount;
    }
  }

  private static double coordinate(int pixel, int size) {
    return size == 1 ? 0 : 2.0 * pixel / (size - 1) - 1;
  }

  private static double half(int size) {
    return (size - 1) / 2.0;
  }
}
