package dev.muster.restore.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A kind of damage. */
sealed interface Kind {
    /** On the command line. */
    String name();

    /** What is done, in half a sentence. */
    String what();

    /** What would notice it where nothing did. */
    Remedy remedy();

    /** Which bytes of a file are meant. */
    enum Part {
        WHOLE,
        TABLE_OF_CONTENTS,
        DATA
    }

    /** Of the backup as it is stored, with all its layers. */
    record Stored(String name, FileMutation mutation) implements Kind {
        @Override
        public String what() {
            return "stored file: " + mutation.what();
        }

        @Override
        public Remedy remedy() {
            return Remedy.MANIFEST;
        }
    }

    /** Of the archive inside the layers, stored without them. */
    record InArchive(String name, FileMutation mutation, Part part) implements Kind {
        @Override
        public String what() {
            return switch (part) {
                case WHOLE -> "archive: " + mutation.what();
                case TABLE_OF_CONTENTS -> "archive's table of contents: " + mutation.what();
                case DATA -> "archive's data: " + mutation.what();
            };
        }

        @Override
        public Remedy remedy() {
            return part == Part.TABLE_OF_CONTENTS ? Remedy.DEFINITIONS : Remedy.MANIFEST;
        }
    }

    /** The backup as it is, drilled with another key. */
    record OtherKey(String name, String what, Remedy remedy) implements Kind {}

    /** The archive, stored without the encryption that the plan expects. */
    record Unencrypted(String name, String what, Remedy remedy) implements Kind {}

    /**
     * Of the restored database.
     *
     * @param pick a query that gives objects that it fits, and the statement that damages each
     * @param rows whether the statement must change a row to have done anything
     */
    record InDatabase(String name, String what, String pick, boolean rows, Remedy remedy)
            implements Kind {}

    /**
     * Of the way in which a backup was made: the restored database is dumped again.
     *
     * @param pick as with {@link InDatabase}, but giving an option of pg_dump; empty for none
     */
    record InDump(String name, String what, String pick, Source source, Remedy remedy)
            implements Kind {}

    /** What is dumped. */
    enum Source {
        UNCHANGED,
        EMPTY,
        OTHER,
        STALE
    }

    /** All of them, in the order in which a report lists them. */
    static List<Kind> all() {
        List<Kind> all = new ArrayList<>();
        for (FileMutation each :
                List.of(
                        FileMutation.CUT_HALF,
                        FileMutation.CUT_END,
                        FileMutation.FLIP_FIRST,
                        FileMutation.FLIP,
                        FileMutation.ZEROES,
                        FileMutation.EMPTY,
                        FileMutation.ERROR_PAGE)) {
            all.add(new Stored("stored-" + word(each), each));
        }
        all.add(
                new OtherKey(
                        "wrong-key", "it is drilled with another key than its own", Remedy.NONE));
        all.add(
                new Unencrypted(
                        "not-encrypted", "it was stored without encryption", Remedy.ENCRYPTION));
        for (FileMutation each :
                List.of(
                        FileMutation.CUT_HALF,
                        FileMutation.FLIP_HEADER,
                        FileMutation.ERROR_TEXT,
                        FileMutation.CRLF)) {
            all.add(new InArchive("archive-" + word(each), each, Part.WHOLE));
        }
        all.add(new InArchive("archive-flip-toc", FileMutation.FLIP, Part.TABLE_OF_CONTENTS));
        all.add(new InArchive("archive-flip-data", FileMutation.FLIP, Part.DATA));
        all.addAll(DefinitionDamage.KINDS);
        all.addAll(BehaviourDamage.KINDS);
        all.addAll(RightsDamage.KINDS);
        all.addAll(RowDamage.KINDS);
        all.addAll(ValueDamage.KINDS);
        all.addAll(DumpDamage.KINDS);
        return all;
    }

    private static String word(FileMutation mutation) {
        return mutation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
