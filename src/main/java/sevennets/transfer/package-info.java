/**
 * Trained nets put to use: a run's own answers, and pretrained nets fine-tuned for other classes.
 */
package sevennets.transfer;
