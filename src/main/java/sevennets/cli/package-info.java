/** The command line: one class a command, listed in {@link sevennets.cli.Main}. */
package sevennets.cli;
