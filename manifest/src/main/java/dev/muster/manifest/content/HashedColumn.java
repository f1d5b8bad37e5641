package dev.muster.manifest.content;

/**
 * A column as it goes into its row's hash.
 *
 * @param quoted its name in SQL
 * @param type the base type's name in pg_catalog, domains resolved; empty for any other type
 * @param extension whose type it is; empty for PostgreSQL's own and the user's
 */
record HashedColumn(String name, String quoted, String type, String extension) {
    /** The column in SQL, as something whose text is the same on every server. */
    String expression() {
        return switch (type) {
            // A few bytes in place of twice as many as it has, each of which a row's text quotes.
            case "bytea" -> "pg_catalog.sha256(" + quoted + ")";
            // PostgreSQL 16 has begun to write bytes above 127 in octal.
            case "char" -> quoted + "::pg_catalog.\"char\"::pg_catalog.int4";
            default -> quoted;
        };
    }
}
