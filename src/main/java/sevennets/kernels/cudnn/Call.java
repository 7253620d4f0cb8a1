package sevennets.kernels.cudnn;

import java.util.List;

/** One thing a card is asked to do, with all it reads and writes. */
sealed interface Call {

  List<Area> uses();

  /**
   * A kernel of {@code sevennets.cu}.
   *
   * @param arguments areas, {@link Integer}s, {@link Float}s, and {@link Part}s; null stands for no
   *     area
   */
  record Launch(
      String kernel, int blocksX, int blocksY, int blocksZ, int threads, List<Object> arguments)
      implements Call {
    @Override
    public List<Area> uses() {
      return arguments.stream()
          .filter(a -> a instanceof Area || a instanceof Part)
          .map(a -> a instanceof Part part ? part.of : (Area) a)
          .toList();
    }
  }

  /** An area from a number on. */
  record Part(Area of, long from) {
    long address() {
      return of.address() + from * Float.BYTES;
    }
  }

  enum Direction {
    FORWARD,
    BACK_DATA,
    BACK_WEIGHTS
  }

  /**
   * One direction of a convolution: the third of {@code x}, {@code w}, {@code y} from the other
   * two. Weights lie as {@code out x height x width x in / groups}.
   *
   * <p>All three are float32 or all three bfloat16.
   *
   * @param room scratch, whose length the device has named, or null
   * @param add whether the result is added to what is there
   */
  record Convolution(
      Direction direction, ConvShape shape, Area x, Area w, Area y, Area room, boolean add)
      implements Call {
    @Override
    public List<Area> uses() {
      return room == null ? List.of(x, w, y) : List.of(x, w, y, room);
    }

    boolean brain() {
      return x.brain;
    }
  }

  /** What a convolution is, in pixels and channels. */
  record ConvShape(
      int batch,
      int in,
      int height,
      int width,
      int out,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int paddingHeight,
      int paddingWidth,
      int groups) {
    /** Whether it is a product of matrices: a window of one pixel at every pixel. */
    boolean pointwise() {
      return kernelHeight * kernelWidth * strideHeight * strideWidth * groups == 1
          && paddingHeight + paddingWidth == 0;
    }

    /** All of it in a few letters. */
    String text() {
      return "n%dc%dh%dw%dk%dr%ds%du%dv%dp%dq%dg%d"
          .formatted(
              batch,
              in,
              height,
              width,
              out,
              kernelHeight,
              kernelWidth,
              strideHeight,
              strideWidth,
              paddingHeight,
              paddingWidth,
              groups);
    }

    int outHeight() {
      return (height + 2 * paddingHeight - kernelHeight) / strideHeight + 1;
    }

    int outWidth() {
      return (width + 2 * paddingWidth - kernelWidth) / strideWidth + 1;
    }
  }

  /**
   * {@code c = [c +] op(a) op(b)}, matrices by rows: {@code m x n} from {@code m x k} and {@code k
   * x n}. The factors may be bfloat16, both or neither.
   */
  record Product(
      int m,
      int n,
      int k,
      Area a,
      boolean transposeA,
      Area b,
      boolean transposeB,
      Area c,
      boolean add)
      implements Call {
    @Override
    public List<Area> uses() {
      return List.of(a, b, c);
    }

    boolean brain() {
      return a.brain;
    }
  }

  /**
   * So many products of matrices that are parts of larger ones: {@code c = [c +] scale op(a)
   * op(b)}, {@code m x n} from {@code m x k} and {@code k x n}. Their factors are never bfloat16.
   */
  record Products(
      int count, int m, int n, int k, float scale, Matrices a, Matrices b, Matrices c, boolean add)
      implements Call {
    @Override
    public List<Area> uses() {
      return List.of(a.of, b.of, c.of);
    }
  }

  /**
   * Matrices by rows in an area.
   *
   * @param from where the first begins
   * @param row how many numbers lie between two rows' beginnings
   * @param stride how many between two matrices'
   */
  record Matrices(Area of, long from, int row, long stride, boolean transposed) {
    Matrices transpose() {
      return new Matrices(of, from, row, stride, !transposed);
    }

    long address() {
      return of.address() + from * Float.BYTES;
    }
  }
}
