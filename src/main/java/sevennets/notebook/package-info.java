/**
 * What a notebook needs beside the library: one call that sets it up, tables and figures shown
 * where their cell stands, a live view of a training run, and the profile that says how much is to
 * be run.
 *
 * <p>The kernel is reached by reflection, as there are two and neither is on the compiler's
 * classpath: JJava, and its ancestor IJava.
 */
package sevennets.notebook;
