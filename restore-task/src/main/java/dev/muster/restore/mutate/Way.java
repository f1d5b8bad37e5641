package dev.muster.restore.mutate;

/** How a copy is made and drilled. */
enum Way {
    STORED("stored backup"),
    ARCHIVE("archive"),
    DATABASE("restored database"),
    DUMP("dump made again");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    /** What is copied. */
    String words() {
        return words;
    }
}
