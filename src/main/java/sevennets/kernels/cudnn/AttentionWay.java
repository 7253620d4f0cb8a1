package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Call.Matrices;
import sevennets.kernels.cudnn.Call.Products;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/**
 * Self-attention by cuBLAS's products of many matrices at once, one head after the other (Vaswani
 * et al. 2017, equation 1). What a token takes from each is kept for the way back, {@code heads x N
 * x L x L}.
 */
final class AttentionWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int heads;
  private final int tokens;
  private final int width;
  private final int size;
  private Area x;
  private Area weights;

  AttentionWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    heads = step.whole("heads");
    tokens = tape.shape(step.output()).height();
    width = tape.shape(step.output()).channels();
    size = width / heads;
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    weights = scores("attention");
    Area y = tape.output(step);
    for (int head = 0; head < heads; head++) {
      Matrices queries = part(x, 0, head), keys = part(x, 1, head);
      product(tokens, size, queries, keys.transpose(), square(weights, head), scale(), false);
    }
    rows("softmax", weights, tokens);
    for (int head = 0; head < heads; head++) {
      product(size, tokens, square(weights, head), part(x, 2, head), result(y, head), 1, false);
    }
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx == null) {
      return;
    }
    Area dy = tape.gradient(step.output()), to = dx.area(), dw = scores("attention's gradient");
    for (int head = 0; head < heads; head++) {
      Matrices dResult = result(dy, head), taken = square(weights, head);
      product(tokens, size, dResult, part(x, 2, head).transpose(), square(dw, head), 1, false);
      product(size, tokens, taken.transpose(), dResult, part(to, 2, head), 1, dx.add());
    }
    rows("softmax_back", weights, dw, tokens);
    for (int head = 0; head < heads; head++) {
      Matrices queries = part(x, 0, head), keys = part(x, 1, head), dScores = square(dw, head);
      product(size, tokens, dScores, keys, part(to, 0, head), scale(), dx.add());
      product(size, tokens, dScores.transpose(), queries, part(to, 1, head), scale(), dx.add());
    }
  }

  /** {@code L x n} from {@code L x k} and {@code k x n}, of every sequence. */
  private void product(int n, int k, Matrices a, Matrices b, Matrices c, float scale, boolean add) {
    tape.call(new Products(tape.batch, tokens, n, k, scale, a, b, c, add));
  }

  private float scale() {
    return (float) (1 / Math.sqrt(size));
  }

  private Area scores(String name) {
    return tape.area(name, (long) heads * tape.batch * tokens * tokens);
  }

  private void rows(String kernel, Object... arguments) {
    tape.launch(kernel, heads * tape.batch * tokens, 1, 1, Tape.threadsOfRow(tokens), arguments);
  }

  /** A head's queries (0), keys (1) or values (2), {@code L x d} in {@code L x 3D}. */
  private Matrices part(Area of, int third, int head) {
    long from = (long) third * width + (long) head * size;
    return new Matrices(of, from, 3 * width, 3L * tokens * width, false);
  }

  /** What a head makes, {@code L x d} in {@code L x D}. */
  private Matrices result(Area of, int head) {
    return new Matrices(of, (long) head * size, width, (long) tokens * width, false);
  }

  /** {@code L x L}: a row for each token that takes. */
  private Matrices square(Area of, int head) {
    long one = (long) tokens * tokens;
    return new Matrices(of, head * tape.batch * one, tokens, one, false);
  }
}
