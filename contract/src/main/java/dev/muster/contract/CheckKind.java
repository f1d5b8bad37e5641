package dev.muster.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of verification that Muster knows, each with what it proves and what it does not. */
public enum CheckKind {
    @JsonProperty("objects")
    OBJECTS("objects", "every object of the archive's table of contents exists and is valid"),
    @JsonProperty("key-tables")
    KEY_TABLES("key-tables", "the tables that the plan calls indispensable exist and hold rows"),
    @JsonProperty("row-counts")
    ROW_COUNTS("row-counts", "each table holds as many rows as the archive's own data"),
    @JsonProperty("foreign-keys")
    FOREIGN_KEYS(
            "foreign-keys", "no row refers to a row that is missing; an anti-join for each key"),
    @JsonProperty("not-null")
    NOT_NULL("not-null", "no NULL in a column declared NOT NULL (a clean restore has enforced it)"),
    @JsonProperty("check-constraints")
    CHECK_CONSTRAINTS(
            "check-constraints", "no row violates a CHECK, those that are NOT VALID included"),
    @JsonProperty("unique-keys")
    UNIQUE_KEYS("unique-keys", "primary and unique keys are valid and their indexes usable"),
    @JsonProperty("sequences")
    SEQUENCES("sequences", "no sequence stands behind the largest value of its column"),
    @JsonProperty("large-objects")
    LARGE_OBJECTS("large-objects", "as many large objects as the archive holds, each readable"),
    @JsonProperty("readable-values")
    READABLE_VALUES(
            "readable-values",
            "every stored value was unpacked once, TOAST and compression included; PostgreSQL has"
                    + " checked the encoding while it loaded"),
    @JsonProperty("structure")
    STRUCTURE(
            "structure",
            "heaps and indexes are sound by amcheck; this proves the drill's own server, not the"
                    + " backup"),
    @JsonProperty("content")
    CONTENT(
            "content",
            "the rows of each table, the sequences and the large objects are those of the manifest"
                    + " that was taken at the source"),
    @JsonProperty("definitions")
    DEFINITIONS(
            "definitions",
            "each table, column, constraint, index, function and other object is defined as it was"
                    + " at the source"),
    @JsonProperty("privileges")
    PRIVILEGES(
            "privileges",
            "owners, privileges and comments are those of the source, as far as the dump brings them"),
    @JsonProperty("rules")
    RULES("rules", "what the plan's owner asserts of a healthy database holds in this one"),
    @JsonProperty("history")
    HISTORY(
            "history",
            "no table is gone, or lost more rows than the plan allows, since the plan's last proven"
                    + " backup"),
    @JsonProperty("production")
    PRODUCTION(
            "production",
            "definitions and numbers of rows are about those of the live server; a pass proves"
                    + " nothing, a difference may be later work"),
    @JsonProperty("rehearsal")
    REHEARSAL(
            "rehearsal",
            "the plan's migration goes up and down again and leaves every definition and row as it"
                    + " was; this is about the migration, not the backup");

    private final String id;
    private final String proves;

    CheckKind(String id, String proves) {
        this.id = id;
        this.proves = proves;
    }

    /** The name in results, plans and reports. */
    public String id() {
        return id;
    }

    /** What a pass of this check says, in half a sentence. */
    public String proves() {
        return proves;
    }
}
