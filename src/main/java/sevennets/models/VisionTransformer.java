package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.LayerNorm;
import sevennets.ops.LearnedTokens;
import sevennets.ops.SelfAttention;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;

/**
 * The Vision Transformer. Dosovitskiy et al. 2020, arXiv:2010.11929: equations 1 to 4 and Table 1.
 * Names are timm's.
 *
 * <p>Fresh weights of linear layers are uniform with variance 3/inputs, as Deeplearning4j draws
 * them.
 *
 * <pre>{@code
 * VisionTransformer blind = VisionTransformer.small().withoutPositions();
 * graph.classify(blind.logits(graph.input(), 10));
 * }</pre>
 *
 * @param stem what makes tokens of the image
 * @param patch side of the square that becomes a token, in pixels: it divides the image's sides, or
 *     with a stem of convolutions is a power of two
 * @param size a row of Table 1
 * @param positions whether each place has a learnt vector; without, the net can't tell where a
 *     token stands
 * @param summary what is read from the last block
 * @param stochasticDepth probability that the last block's branches are dropped; it grows linearly
 *     from 0 at the first
 */
public record VisionTransformer(
    Stem stem, int patch, Size size, boolean positions, Summary summary, double stochasticDepth)
    implements Architecture {

  /**
   * A row of Table 1.
   *
   * @param width D, the numbers of a token
   * @param depth L, the blocks
   * @param heads of each block's attention
   * @param hidden units of each block's perceptron
   */
  public record Size(int width, int depth, int heads, int hidden) {
    static final Size BASE = new Size(768, 12, 12, 3072);
    static final Size LARGE = new Size(1024, 24, 16, 4096);
    static final Size HUGE = new Size(1280, 32, 16, 5120);
    static final Size SMALL = new Size(128, 6, 4, 256);
  }

  /**
   * One linear layer a patch (equation 1); or 3x3 convolutions of stride 2 with batch norm, which
   * end in as many tokens (Xiao et al. 2021, arXiv:2106.14881).
   */
  public enum Stem {
    PATCHES,
    CONVOLUTIONS
  }

  /** The token that stands for the image (section 3.1), or the mean of all (appendix D.3). */
  public enum Summary {
    CLASS_TOKEN,
    MEAN
  }

  /** Table 1, patches of 16 x 16. */
  public static VisionTransformer base() {
    return of(16, Size.BASE);
  }

  public static VisionTransformer large() {
    return of(16, Size.LARGE);
  }

  /** Table 1, patches of 14 x 14. */
  public static VisionTransformer huge() {
    return of(14, Size.HUGE);
  }

  /** For 32 x 32 images: patches of 4 x 4, so 64 of them, six blocks of a sixth of the width. */
  public static VisionTransformer small() {
    return of(4, Size.SMALL);
  }

  private static VisionTransformer of(int patch, Size size) {
    return new VisionTransformer(Stem.PATCHES, patch, size, true, Summary.CLASS_TOKEN, 0);
  }

  @Override
  public Node features(Node image) {
    Node x = image.in("patch_embed", this::embed);
    if (summary == Summary.CLASS_TOKEN) x = x.then("cls_token", LearnedTokens.CLASS);
    if (positions) x = x.then("pos_embed", LearnedTokens.POSITIONS);
    for (int i = 0; i < size.depth; i++) {
      double drop = size.depth > 1 ? stochasticDepth * i / (size.depth - 1) : 0;
      x = x.in("blocks." + i, in -> block(in, drop));
    }
    x = x.then("norm", LayerNorm.STANDARD);
    return x.then("pool", summary == Summary.CLASS_TOKEN ? TokenPool.FIRST : TokenPool.MEAN);
  }

  @Override
  public Node head(Node features, int classes) {
    return features.dense("head", classes);
  }

  private Node embed(Node image) {
    return stem == Stem.PATCHES ? patches(image) : convolutions(image);
  }

  private Node patches(Node image) {
    // of a patch of no pixels the convolution says what is wrong
    if (patch > 0) requireCovered(image.shape());
    return image
        .conv("proj", Conv.of(size.width, patch).stride(patch).padding(0).bias())
        .then("tokens", new Tokens());
  }

  /** The paper's images are whole patches; a rest at the edge would be passed over in silence. */
  private void requireCovered(Shape image) {
    int rows = image.height() % patch;
    int columns = image.width() % patch;
    if (rows + columns == 0) return;
    throw new IllegalArgumentException(
        "patches of %d x %d pixels must cover the image; received %d x %d pixels, of which %d rows and %d columns would never be seen: %s, or withPatch of another side"
            .formatted(patch, patch, image.height(), image.width(), rows, columns, wayOut(image)));
  }

  private String wayOut(Shape image) {
    int height = image.height() / patch * patch;
    int width = image.width() / patch * patch;
    String larger = "%d x %d"
        .formatted(
            height + (image.height() > height ? patch : 0),
            width + (image.width() > width ? patch : 0));
    return height * width == 0
        ? "take " + larger
        : "take %d x %d or %s".formatted(height, width, larger);
  }

  private Node convolutions(Node image) {
    int halvings = Integer.numberOfTrailingZeros(patch);
    if (patch != 1 << halvings)
      throw new IllegalArgumentException(
          "a stem of convolutions halves the image again and again, so that a patch's side must be 2, 4, 8, 16 pixels or the like; received %d: take withPatch(%d), or use Stem.PATCHES"
              .formatted(patch, nearestPower()));
    Node x = image;
    for (int i = 0; i < halvings; i++)
      x = x.convBn("conv" + i, "bn" + i, size.width >> halvings - 1 - i, 3, 2).relu("relu" + i);
    return x.conv("proj", Conv.of(size.width, 1).bias()).then("tokens", new Tokens());
  }

  private int nearestPower() {
    int below = Integer.highestOneBit(Math.max(1, patch));
    return patch - below < 2 * below - patch ? below : 2 * below;
  }

  /** Equations 2 and 3. */
  private Node block(Node x, double drop) {
    Node attended = x.then("norm1", LayerNorm.STANDARD)
        .in(
            "attn",
            in -> in.dense("qkv", 3 * size.width)
                .then("heads", new SelfAttention(size.heads))
                .dense("proj", size.width));
    Node y = x.plus("add1", dropped("drop_path1", attended, drop));
    Node worked = y.then("norm2", LayerNorm.STANDARD)
        .in(
            "mlp",
            in ->
                in.dense("fc1", size.hidden).then("act", Activation.GELU).dense("fc2", size.width));
    return y.plus("add2", dropped("drop_path2", worked, drop));
  }

  private static Node dropped(String id, Node x, double probability) {
    return probability > 0 ? x.then(id, new StochasticDepth(probability)) : x;
  }

  public VisionTransformer withSize(int width, int depth, int heads, int hidden) {
    return new VisionTransformer(
        stem, patch, new Size(width, depth, heads, hidden), positions, summary, stochasticDepth);
  }

  public VisionTransformer withPatch(int patch) {
    return new VisionTransformer(stem, patch, size, positions, summary, stochasticDepth);
  }

  public VisionTransformer withoutPositions() {
    return new VisionTransformer(stem, patch, size, false, summary, stochasticDepth);
  }

  public VisionTransformer withSummary(Summary summary) {
    return new VisionTransformer(stem, patch, size, positions, summary, stochasticDepth);
  }

  public VisionTransformer withStem(Stem stem) {
    return new VisionTransformer(stem, patch, size, positions, summary, stochasticDepth);
  }

  public VisionTransformer withStochasticDepth(double probability) {
    return new VisionTransformer(stem, patch, size, positions, summary, probability);
  }

  static Family family() {
    return Family.named("Vision Transformer")
        .of("Dosovitskiy et al. 2020, arXiv:2010.11929, Table 1")
        .imageNet("vit_base_patch16_224", base())
        .imageNet("vit_large_patch16_224", large())
        .imageNet("vit_huge_patch14_224", huge())
        .small("vit_small", small())
        .build();
  }
}
