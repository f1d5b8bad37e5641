package dev.muster.restore.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry as its bytes lie in the table of contents, before its encoding is known. */
// Bytes, because their encoding stands in another entry; never compared as a whole.
@SuppressWarnings("ArrayRecordComponent")
record RawEntry(
        int dumpId,
        boolean hadDumper,
        byte[] tag,
        String desc,
        Section section,
        byte[] defn,
        byte[] dropStmt,
        byte @Nullable [] copyStmt,
        byte @Nullable [] namespace,
        byte @Nullable [] tablespace,
        byte @Nullable [] tableAm,
        int relkind,
        byte @Nullable [] owner,
        List<Integer> dependencies,
        long offset,
        @Nullable String file) {

    private static final byte[] NOTHING = {};

    /** Reads one entry; {@code custom} archives end it with an offset, the others with a name. */
    static RawEntry read(TocInput in, ArchiveVersion version, boolean custom) {
        int dumpId = in.readInt();
        if (dumpId <= 0) {
            throw in.corrupt("has the number " + dumpId);
        }
        int hadDumper = in.readInt();
        if (hadDumper != 0 && hadDumper != 1) {
            throw in.corrupt("has the data flag " + hadDumper);
        }
        digits(in, in.readText(), "catalog");
        digits(in, in.readText(), "object");
        byte[] tag = in.readText();
        String desc = desc(in, in.readText());
        Section section = version.atLeast(11) ? section(in, in.readInt()) : Section.of(desc);
        byte[] defn = in.readText();
        byte[] dropStmt = in.readText();
        byte[] copyStmt = in.readText();
        byte[] namespace = in.readText();
        byte[] tablespace = version.atLeast(10) ? in.readText() : null;
        byte[] tableAm = version.atLeast(14) ? in.readText() : null;
        int relkind = version.atLeast(16) ? in.readInt() : 0;
        byte[] owner = in.readText();
        if (version.atLeast(9)) {
            flag(in, in.readText());
        }
        List<Integer> dependencies = dependencies(in);
        TocInput.Offset offset = custom ? in.readOffset() : new TocInput.Offset(true, -1);
        byte[] file = custom ? null : in.readText();
        return new RawEntry(
                dumpId,
                hadDumper == 1 && offset.mayHaveData(),
                tag == null ? NOTHING : tag,
                desc,
                section,
                defn == null ? NOTHING : defn,
                dropStmt == null ? NOTHING : dropStmt,
                copyStmt,
                namespace,
                tablespace,
                tableAm,
                relkind,
                owner,
                dependencies,
                offset.position(),
                file == null ? null : fileName(in, file));
    }

    private static void digits(TocInput in, byte @Nullable [] text, String what) {
        if (text == null || text.length == 0) {
            throw in.corrupt("has no " + what + " identifier");
        }
        for (byte b : text) {
            if (b < '0' || b > '9') {
                throw in.corrupt("has a " + what + " identifier that is no number");
            }
        }
    }

    /** PostgreSQL's words for kinds are capitals and blanks, in every version and fork. */
    private static String desc(TocInput in, byte @Nullable [] text) {
        if (text == null || text.length == 0 || text.length > 64) {
            throw in.corrupt("says no kind");
        }
        for (byte b : text) {
            if (b != ' ' && (b < 'A' || b > 'Z')) {
                throw in.corrupt("says a kind that is no word");
            }
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static Section section(TocInput in, int code) {
        return switch (code) {
            case 1 -> Section.NONE;
            case 2 -> Section.PRE_DATA;
            case 3 -> Section.DATA;
            case 4 -> Section.POST_DATA;
            // With exit code 0: what it makes would be missing, and nobody would be told.
            default ->
                    throw in.corrupt(
                            "belongs to section "
                                    + code
                                    + ", expected 1 to 4: pg_restore leaves it out in silence");
        };
    }

    private static void flag(TocInput in, byte @Nullable [] text) {
        String word = text == null ? "" : new String(text, StandardCharsets.ISO_8859_1);
        if (!word.equals("true") && !word.equals("false")) {
            throw in.corrupt("has a WITH OIDS flag that is neither true nor false");
        }
    }

    private static List<Integer> dependencies(TocInput in) {
        List<Integer> dependencies = new ArrayList<>(2);
        for (byte[] text = in.readText(); text != null; text = in.readText()) {
            try {
                dependencies.add(Integer.parseInt(new String(text, StandardCharsets.ISO_8859_1)));
            } catch (NumberFormatException e) {
                throw in.corrupt("depends on something that is no number");
            }
        }
        return dependencies;
    }

    private static @Nullable String fileName(TocInput in, byte[] text) {
        String name = new String(text, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
            if (!plain || (c == '.' && i == 0)) {
                throw in.corrupt("names a data file that pg_dump does not write");
            }
        }
        return name.isEmpty() ? null : name;
    }
}
