/** Files of any origin: read within bounds, whoever wrote them. */
package sevennets.files;
