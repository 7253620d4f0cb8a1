/** Names that people type, and mistype. */
package sevennets.names;
