/**
 * Figures: a Tablesaw table in, an XChart chart out; images and grids of images.
 *
 * <p>Every figure has a white background (it is read on a projector, on paper and on a dark theme),
 * series that colour-blind readers can tell apart by colour and by marker, axes labelled with their
 * units, and a text that says the same to those who can't see it: {@link sevennets.plot.AltText}.
 */
package sevennets.plot;
