package dev.muster.restore.archive;

/** What an entry is where only a part of a database is restored. */
enum EntryRole {
    /** Restored with every part. */
    SETTING,

    /** A table or a view: what can be wanted by its name. */
    RELATION,

    /** What fills an object. */
    DATA,

    /** What belongs to a table, and is restored with it. */
    BELONGING,

    /** What says something of an object, and is restored with it. */
    REMARK,

    /** What ties objects together, and is restored where all of them are. */
    TIE,

    /** An object that is restored where something depends on it, or with its schema. */
    OBJECT;

    static EntryRole of(TocEntry entry) {
        return switch (entry.desc()) {
            case "ENCODING", "STDSTRINGS", "SEARCHPATH" -> SETTING;
            case "TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW" -> RELATION;
            case "TABLE DATA",
                    "SEQUENCE SET",
                    "MATERIALIZED VIEW DATA",
                    "BLOBS",
                    "BLOB",
                    "BLOB METADATA",
                    "BLOB COMMENTS",
                    "STATISTICS DATA" ->
                    DATA;
            case "DEFAULT",
                    "CONSTRAINT",
                    "CHECK CONSTRAINT",
                    "INDEX",
                    "TRIGGER",
                    "RULE",
                    "POLICY",
                    "ROW SECURITY",
                    "STATISTICS",
                    "SEQUENCE",
                    "SEQUENCE OWNED BY" ->
                    BELONGING;
            case "COMMENT", "ACL", "SECURITY LABEL" -> REMARK;
            case "FK CONSTRAINT", "TABLE ATTACH", "INDEX ATTACH" -> TIE;
            default -> OBJECT;
        };
    }

    boolean isOf(TocEntry entry) {
        return of(entry) == this;
    }
}
