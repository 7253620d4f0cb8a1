package sevennets.models;

/**
 * The error of one net on ImageNet's validation set as its paper prints it: of a single model,
 * never of an ensemble.
 *
 * <p>Figures of one protocol can be compared with each other and with no others: averaging ten
 * crops takes two percent off an error, about as much as tripling the depth does.
 *
 * <pre>{@code
 * for (PaperError printed : Models.printedErrors(1))  // of the middle crop
 *   System.out.println(printed.label() + ": " + printed.top1() + "%, " + printed.source());
 * }</pre>
 *
 * @param net its name in {@link Models}
 * @param family whose family it is of, as charts name it
 * @param label its short name within the family
 * @param crops how many views of a photograph the predictions are averaged over: 1, the middle; or
 *     10, the corners and the middle and their mirror images
 * @param top1 of the first answer, percent; NaN where the paper does not print it
 * @param top5 of the first five answers, percent
 * @param source the paper and its table
 */
public record PaperError(
    String net, String family, String label, int crops, double top1, double top5, String source) {}
