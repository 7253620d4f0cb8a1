/**
 * What is said of results: a {@link sevennets.reporting.Report} sets them beside the paper's
 * numbers, with {@link sevennets.reporting.Statistics} for every planned contrast; the
 * {@link sevennets.reporting.Results} are files that come with the project. Nothing here trains.
 */
package sevennets.reporting;
