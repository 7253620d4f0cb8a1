/**
 * What a network costs and what it looks like, before any weight exists: parameters, multiply-adds,
 * activations kept in training, receptive fields ({@link sevennets.analysis.Summary}); its parts as
 * the papers' tables cut them ({@link sevennets.analysis.Stage}); its drawing
 * ({@link sevennets.analysis.Diagram}).
 */
package sevennets.analysis;
