/**
 * The papers' claims, made testable: an {@link sevennets.claims.Ablation} names the arms, the
 * {@link sevennets.claims.Contrast}s planned between them and the size, a
 * {@link sevennets.claims.Fingerprint} is all that decides a run, an
 * {@link sevennets.claims.Outcome} what it measured. Nothing here trains or reports.
 */
package sevennets.claims;
