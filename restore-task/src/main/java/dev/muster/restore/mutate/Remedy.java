package dev.muster.restore.mutate;

/** What would notice a kind of damage that nothing in the plan noticed. */
enum Remedy {
    MANIFEST("a manifest taken with the dump: it compares the content of every row"),
    DEFINITIONS("a manifest taken with the dump: it compares the definition of every object"),
    PRIVILEGES(
            "a manifest taken with the dump: it compares the owner, the privileges and the comment of"
                    + " every object"),
    KEY_TABLES(
            "a manifest, by `expect.tables` in the plan, or by records of earlier drills of the plan"),
    ENCRYPTION("`decrypt` or `expect.encrypted: true` in the plan"),
    NONE("nothing that Muster has");

    private final String words;

    Remedy(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
