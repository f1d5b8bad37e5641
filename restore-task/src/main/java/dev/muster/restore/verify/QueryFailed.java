package dev.muster.restore.verify;

/**
 * A statement of ours failed on a live server. Holds the SQLSTATE alone: the server's own words may
 * quote a row's value.
 */
final class QueryFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    QueryFailed(String sqlState) {
        super(sqlState, null, false, false);
        this.sqlState = sqlState;
    }

    String sqlState() {
        return sqlState;
    }

    /** The time was up: the statement was cancelled or never begun. */
    boolean outOfTime() {
        return sqlState.equals("57014");
    }

    /** This environment stood in the way, so the failure says nothing about the data. */
    boolean environmental() {
        return outOfTime()
                || sqlState.equals("42501")
                || sqlState.startsWith("53")
                || sqlState.startsWith("55")
                || sqlState.startsWith("58");
    }

    /** The server's own storage is damaged; it was written during this drill. */
    boolean damagedStorage() {
        return sqlState.startsWith("XX");
    }

    /** In half a sentence, with the SQLSTATE. */
    String reason() {
        String words =
                switch (sqlState) {
                    case "57014" -> "the drill's time was up";
                    case "42501" -> "the drill's role may not read it";
                    case "53100" -> "the disk is full";
                    case "53200" -> "the server is out of memory";
                    case "53400" -> "a limit of the server was exceeded";
                    case "22021", "22P05" -> "a text is not valid in the database's encoding";
                    case "25006" -> "it tries to write, which checks may not";
                    case "XX001", "XX002" -> "the server found its storage damaged";
                    case "42883", "42P01", "42703", "3F000" ->
                            "it names something that is not found without a search_path";
                    default -> "the server raised an error";
                };
        return words + " (SQLSTATE " + sqlState + ")";
    }
}
