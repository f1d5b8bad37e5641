package dev.muster.restore.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes custom archives, and tars around their tables of contents, byte by byte as pg_dump does.
 */
final class ArchiveBytes {
    private record Entry(
            int id,
            String desc,
            @Nullable String schema,
            String tag,
            String defn,
            @Nullable String copyStmt,
            int section,
            @Nullable String data) {}

    private final int minor;
    private final List<Entry> entries = new ArrayList<>();
    private String compression = "gzip";
    private boolean offsets = true;

    ArchiveBytes(int minor) {
        this.minor = minor;
        special("ENCODING", "SET client_encoding = 'UTF8';\n");
        special("STDSTRINGS", "SET standard_conforming_strings = 'on';\n");
    }

    /** A small shop with two tables of 3 and 1 rows and a key each. */
    static ArchiveBytes shop(int minor) {
        return new ArchiveBytes(minor)
                .table("public", "item", "1\tbread\n2\tjam\n3\t\\N\n")
                .table("public", "tenant", "1\tmüller\n")
                .define(
                        "CONSTRAINT",
                        "public",
                        "item item_pkey",
                        "ALTER TABLE ONLY public.item ADD CONSTRAINT item_pkey PRIMARY KEY (id);");
    }

    ArchiveBytes compression(String name) {
        compression = name;
        return this;
    }

    /** As pg_dump writes into a pipe, which it cannot seek in. */
    ArchiveBytes withoutOffsets() {
        offsets = false;
        return this;
    }

    private void special(String desc, String defn) {
        entries.add(new Entry(entries.size() + 1, desc, null, desc, defn, null, 2, null));
    }

    ArchiveBytes define(String desc, @Nullable String schema, String tag, String defn) {
        int section = Section.of(desc) == Section.POST_DATA ? 4 : 2;
        entries.add(new Entry(entries.size() + 1, desc, schema, tag, defn, null, section, null));
        return this;
    }

    /** A table of two columns and its rows, as COPY writes them. */
    ArchiveBytes table(String schema, String name, String rows) {
        define(
                "TABLE",
                schema,
                name,
                "CREATE TABLE " + schema + "." + name + " (\n    id integer,\n    name text\n);");
        return data(
                schema,
                name,
                "COPY " + schema + "." + name + " (id, name) FROM stdin;\n",
                rows + "\\.\n\n\n");
    }

    ArchiveBytes data(String schema, String name, @Nullable String copy, String data) {
        entries.add(new Entry(entries.size() + 1, "TABLE DATA", schema, name, "", copy, 3, data));
        return this;
    }

    byte[] custom() {
        byte[] first = head(1, new long[entries.size()]);
        long at = first.length;
        long[] positions = new long[entries.size()];
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).data() != null) {
                positions[i] = at + blocks.size();
                block(blocks, entries.get(i));
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(1, positions));
        all.writeBytes(blocks.toByteArray());
        return all.toByteArray();
    }

    byte[] tar() {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        member(tar, "toc.dat", head(3, new long[entries.size()]));
        for (Entry entry : entries) {
            if (entry.data() != null) {
                member(tar, entry.id() + ".dat", entry.data().getBytes(StandardCharsets.UTF_8));
            }
        }
        member(tar, "restore.sql", "-- nothing\n".getBytes(StandardCharsets.UTF_8));
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    byte[] toc() {
        return head(3, new long[entries.size()]);
    }

    private byte[] head(int format, long[] positions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'P', 'G', 'D', 'M', 'P', 1, (byte) minor, 0, 4, 8});
        out.write(format);
        if (minor >= 15) {
            out.write(List.of("none", "gzip", "lz4", "zstd").indexOf(compression));
        } else {
            integer(out, compression.equals("none") ? 0 : -1);
        }
        for (int field : new int[] {30, 15, 12, 23, 10, 126, 0}) {
            integer(out, field);
        }
        text(out, "shop");
        text(out, "15.4");
        text(out, "15.4");
        integer(out, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entry(out, entries.get(i), format, positions[i]);
        }
        return out.toByteArray();
    }

    private void entry(ByteArrayOutputStream out, Entry entry, int format, long position) {
        integer(out, entry.id());
        integer(out, entry.data() == null ? 0 : 1);
        text(out, "0");
        text(out, "0");
        text(out, entry.tag());
        text(out, entry.desc());
        integer(out, entry.section());
        text(out, entry.defn());
        text(out, "");
        text(out, entry.copyStmt() == null ? "" : entry.copyStmt());
        text(out, entry.schema());
        text(out, "");
        if (minor >= 14) {
            text(out, "heap");
        }
        if (minor >= 16) {
            integer(out, entry.desc().equals("TABLE") ? 'r' : 0);
        }
        text(out, "postgres");
        text(out, "false");
        text(out, null);
        if (format == Toc.CUSTOM) {
            out.write(entry.data() == null ? 3 : offsets ? 2 : 1);
            for (int i = 0; i < 8; i++) {
                out.write(offsets ? (int) (position >>> (8 * i)) : 0);
            }
        } else {
            text(out, entry.data() == null ? "" : entry.id() + ".dat");
        }
    }

    private void block(ByteArrayOutputStream out, Entry entry) {
        out.write(1);
        integer(out, entry.id());
        byte[] data = packed(String.valueOf(entry.data()).getBytes(StandardCharsets.UTF_8));
        for (int from = 0; from < data.length; from += 16) {
            int length = Math.min(16, data.length - from);
            integer(out, length);
            out.write(data, from, length);
        }
        integer(out, 0);
    }

    private byte[] packed(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing =
                switch (compression) {
                    case "gzip" -> new DeflaterOutputStream(out);
                    case "lz4" -> new net.jpountz.lz4.LZ4FrameOutputStream(out);
                    case "zstd" -> new com.github.luben.zstd.ZstdOutputStreamNoFinalizer(out);
                    default -> out;
                }) {
            packing.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream tar, String name, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000600 0000000 0000000 ");
        put(header, 124, String.format("%011o ", content.length));
        put(header, 136, "00000000000 ");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        long sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void integer(ByteArrayOutputStream out, int value) {
        out.write(value < 0 ? 1 : 0);
        for (int i = 0; i < 4; i++) {
            out.write(Math.abs(value) >>> (8 * i));
        }
    }

    private static void text(ByteArrayOutputStream out, @Nullable String text) {
        if (text == null) {
            integer(out, -1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        integer(out, bytes.length);
        out.writeBytes(bytes);
    }
}
