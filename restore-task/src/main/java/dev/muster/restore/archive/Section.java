package dev.muster.restore.archive;

/** In which part of a restore an entry runs; the order is that of pg_backup.h's teSection. */
public enum Section {
    NONE,
    PRE_DATA,
    DATA,
    POST_DATA;

    /** Where an entry belongs that comes from an archive that does not say it. */
    static Section of(String desc) {
        return switch (desc) {
            case "COMMENT", "ACL", "ACL LANGUAGE", "DEFAULT ACL", "SECURITY LABEL" -> NONE;
            case "TABLE DATA", "BLOBS", "BLOB COMMENTS", "SEQUENCE SET", "STATISTICS DATA" -> DATA;
            case "CONSTRAINT",
                    "CHECK CONSTRAINT",
                    "FK CONSTRAINT",
                    "INDEX",
                    "INDEX ATTACH",
                    "STATISTICS",
                    "RULE",
                    "TRIGGER",
                    "EVENT TRIGGER",
                    "POLICY",
                    "ROW SECURITY",
                    "PUBLICATION",
                    "PUBLICATION TABLE",
                    "PUBLICATION TABLES IN SCHEMA",
                    "SUBSCRIPTION",
                    "MATERIALIZED VIEW DATA" ->
                    POST_DATA;
            default -> PRE_DATA;
        };
    }
}
