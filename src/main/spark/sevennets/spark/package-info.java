/**
 * Sweeps on Apache Spark: one task a run, results in the store that all workers see. Compiled in
 * Maven's profile {@code spark} alone, so that nobody else has Spark on the class path.
 */
package sevennets.spark;
