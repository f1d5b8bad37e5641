package dev.muster.restore.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.FindingCode;
import dev.muster.restore.fetch.key.Keys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackTest {
    private static final byte[] SQL = Samples.sql(3_000);
    private static final byte[] TOC = header(1);
    private static final byte[] ROLES =
            "--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE shop;\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @TempDir Path work;

    /** What a toc.dat of this format begins with. */
    private static byte[] header(int format) {
        byte[] start = {'P', 'G', 'D', 'M', 'P', 1, 14, 0, 4, 8, (byte) format};
        return Arrays.copyOf(start, 600);
    }

    private static Map<String, byte[]> files(Object... namesAndContents) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
        }
        return files;
    }

    private static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }

    private FetchOutcome fetch(byte[] content) {
        return Samples.fetch(work, Keys.none(), content);
    }

    private FindingCode failure(Object... namesAndContents) {
        return Samples.failure(fetch(tar(files(namesAndContents))));
    }

    @Test
    void directoryArchiveIsUnpackedWhereverItsFolderLies() throws Exception {
        byte[] data = Samples.gzip(SQL);
        String longName = "a".repeat(90) + "/" + "b".repeat(90) + "/";
        for (String folder : new String[] {"", "./", "backup/shop.dir/", longName}) {
            Map<String, byte[]> files =
                    files(folder + "3001.dat.gz", data, folder + "toc.dat", TOC);
            FetchOutcome outcome = fetch(Samples.gzip(tar(files)));
            Fetched fetched = Samples.fetched(outcome);
            assertThat(fetched.directory()).isTrue();
            assertThat(fetched.layers()).containsExactly("gzip", "tar");
            assertThat(Files.readAllBytes(fetched.payload().resolve("toc.dat"))).isEqualTo(TOC);
            assertThat(Files.readAllBytes(fetched.payload().resolve("3001.dat.gz")))
                    .isEqualTo(data);
        }
    }

    @Test
    void pgDumpsOwnTarStaysOne() {
        byte[] archive = tar(files("toc.dat", header(3), "3001.dat", SQL, "restore.sql", SQL));
        FetchOutcome outcome = fetch(archive);
        assertThat(Samples.payload(outcome)).isEqualTo(archive);
        assertThat(Samples.fetched(outcome).layers()).isEmpty();
    }

    @Test
    void missingTableOfContentsIsNamed() {
        assertThat(failure("shop/3001.dat.gz", Samples.gzip(SQL), "shop/3002.dat", SQL))
                .isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
    }

    @Test
    void oneDumpBesideOtherFilesIsTheArchive() {
        Map<String, byte[]> files =
                files(
                        "README.txt",
                        "how to restore this\n".getBytes(StandardCharsets.US_ASCII),
                        "globals.sql",
                        ROLES,
                        "logs.gz",
                        Samples.gzip(
                                "nothing happened tonight".getBytes(StandardCharsets.US_ASCII)),
                        "shop.sql.gz",
                        Samples.gzip(SQL));
        FetchOutcome outcome = fetch(tar(files));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("tar", "gzip");
    }

    @Test
    void notesThatSpeakSqlAreNoSecondDump() {
        for (String note :
                List.of(
                        "-- the nightly dump\nRestore it with psql.\n",
                        "With kind regards; the administrators\n",
                        "Select the newest file;\nthen restore it.\n",
                        "Create a database; then run pg_restore.\n",
                        "# Restore\n\n    CREATE DATABASE shop;\n    GRANT ALL ON DATABASE shop TO a;\n",
                        "#!/bin/sh\nset -eu\npsql -c 'SELECT 1;'\n",
                        "Run:\nSELECT pg_catalog.set_config('x', 'y', false);\n")) {
            for (String name : List.of("NOTICE", "HOWTO.md", "restore.sh", "please.read")) {
                byte[] text = note.getBytes(StandardCharsets.US_ASCII);
                FetchOutcome outcome = fetch(tar(files(name, text, "shop.sql", SQL)));
                assertThat(Samples.payload(outcome)).as(note).isEqualTo(SQL);
                assertThat(failure(name, text)).as(note).isEqualTo(FindingCode.NOT_A_BACKUP);
            }
        }
    }

    @Test
    void textsThatAnApplicationKeepsPackedAreNoSecondDump() {
        byte[] style =
                "/* main */\n-- x\nbody { color: red; }\n"
                        .repeat(9)
                        .getBytes(StandardCharsets.US_ASCII);
        FetchOutcome outcome =
                fetch(tar(files("dump.sql", SQL, "filestore/3f/3f9a", Samples.gzip(style))));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
    }

    @Test
    void scriptsOfNotesRankBehindADump() {
        byte[] script =
                "CREATE ROLE shop;\nCREATE DATABASE shop;\n".getBytes(StandardCharsets.US_ASCII);
        FetchOutcome outcome = fetch(tar(files("README.md", script, "shop.sql", SQL)));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.payload(fetch(tar(files("dump.txt", SQL))))).isEqualTo(SQL);
        assertThat(failure("extra.sql", script, "shop.sql", SQL))
                .isEqualTo(FindingCode.LAYER_UNSUPPORTED);
    }

    @Test
    void scriptsInTheirOwnWaysAreDumps() {
        for (String script :
                List.of(
                        "\n\n--\n-- PostgreSQL database dump\n--\n\n",
                        "\\restrict abc\n\n",
                        "/* ours */ SET statement_timeout = 0;\n",
                        "set client_encoding to 'UTF8';\n",
                        "SELECT pg_catalog.set_config('search_path', '', false);\n",
                        "create table t (a int);\n",
                        "BEGIN;\n",
                        "COPY public.t (a) FROM stdin;\n1\n\\.\n")) {
            byte[] text = (script + "x".repeat(40) + "\n").getBytes(StandardCharsets.US_ASCII);
            assertThat(Samples.payload(fetch(tar(files("shop.sql", text)))))
                    .as(script)
                    .isEqualTo(text);
        }
    }

    @Test
    void tableOfContentsThatSomebodyCompressedIsOne() throws Exception {
        byte[] toc = Samples.gzip(TOC);
        Fetched unpacked =
                Samples.fetched(fetch(tar(files("shop/toc.dat.gz", toc, "shop/1.dat", SQL))));
        assertThat(unpacked.payload()).isDirectoryContaining("glob:**/toc.dat.gz");
        TestStore store =
                new TestStore("memory://r2").with("shop/toc.dat.gz", toc).with("shop/1.dat", SQL);
        Fetched folder = Samples.fetched(Samples.fetch(work, Keys.none(), store.copy("shop/")));
        assertThat(folder.directory()).isTrue();
    }

    @Test
    void zipWithADumpIsUnpacked() throws Exception {
        FetchOutcome outcome = fetch(zip(files("shop.sql", SQL)));
        assertThat(Samples.payload(outcome)).isEqualTo(SQL);
        assertThat(Samples.fetched(outcome).layers()).containsExactly("zip");
        assertThat(Samples.failure(fetch(Arrays.copyOf(zip(files("shop.sql", SQL)), 9_000))))
                .isEqualTo(FindingCode.COMPRESSION_TRUNCATED);
    }

    @Test
    void severalDumpsAreNamedAndNoneIsChosen() {
        FetchOutcome outcome = fetch(tar(files("shop.sql", SQL, "crm.sql", SQL)));
        assertThat(Samples.failure(outcome)).isEqualTo(FindingCode.LAYER_UNSUPPORTED);
        assertThat(outcome.findings().getFirst().message())
                .isEqualTo(
                        "the tar holds 2 dumps, and a drill restores one: \"shop.sql\","
                                + " \"crm.sql\"");
    }

    @Test
    void physicalBackupIsNamed() {
        assertThat(failure("backup_label", SQL, "base/1/1247", SQL, "global/pg_control", SQL))
                .isEqualTo(FindingCode.PHYSICAL_BACKUP);
        byte[] inner = Samples.gzip(tar(files("PG_VERSION", SQL, "global/pg_control", SQL)));
        assertThat(failure("base.tar.gz", inner)).isEqualTo(FindingCode.PHYSICAL_BACKUP);
    }

    @Test
    void nameThatLeadsOutOfTheDirectoryIsRefused() {
        assertThat(failure("shop/../../../3001.dat", SQL)).isEqualTo(FindingCode.HOSTILE_COMMAND);
        assertThat(work.resolveSibling("3001.dat")).doesNotExist();
    }

    @Test
    void absoluteNameLandsInside() {
        Fetched fetched =
                Samples.fetched(fetch(tar(files("/var/b/toc.dat", TOC, "/var/b/1.dat", SQL))));
        assertThat(fetched.payload()).startsWith(work);
    }

    @Test
    void dataBehindLinksAreNamedAndNotCalledDamaged() throws Exception {
        for (byte type : new byte[] {TarConstants.LF_LINK, TarConstants.LF_SYMLINK}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                TarArchiveEntry link = new TarArchiveEntry("shop/3002.dat.gz", type);
                link.setLinkName("shop/3001.dat.gz");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
            assertThat(Samples.failure(fetch(out.toByteArray())))
                    .isEqualTo(FindingCode.LAYER_UNSUPPORTED);
        }
    }

    @Test
    void damageInsideAndAroundIsTold() {
        byte[] inner = Samples.gzip(SQL);
        inner[inner.length / 2] ^= 8;
        assertThat(failure("shop.sql.gz", inner)).isEqualTo(FindingCode.COMPRESSION_DAMAGED);
        byte[] tar = tar(files("1.dat", SQL, "toc.dat", TOC));
        assertThat(Samples.failure(fetch(Arrays.copyOf(tar, 3_000))))
                .isEqualTo(FindingCode.COMPRESSION_TRUNCATED);
        int secondHeader = 512 + (SQL.length + 511) / 512 * 512;
        tar[secondHeader + 10] ^= 1;
        assertThat(Samples.failure(fetch(tar))).isEqualTo(FindingCode.COMPRESSION_DAMAGED);
    }

    @Test
    void tarOfNothingAndOfOtherThingsIsNamed() {
        assertThat(failure("empty.sql", new byte[0])).isEqualTo(FindingCode.BACKUP_EMPTY);
        byte[] text = "some words and no statement".getBytes(StandardCharsets.US_ASCII);
        assertThat(failure("a.txt", text, "b.txt", text)).isEqualTo(FindingCode.NOT_A_BACKUP);
    }

    @Test
    void folderInAStoreIsFetchedAsItIs() throws Exception {
        TestStore store =
                new TestStore("memory://r2")
                        .with("shop/toc.dat", TOC)
                        .with("shop/3001.dat.gz", Samples.gzip(SQL));
        Fetched fetched = Samples.fetched(Samples.fetch(work, Keys.none(), store.copy("shop/")));
        assertThat(fetched.directory()).isTrue();
        assertThat(fetched.payload()).isDirectoryContaining("glob:**/3001.dat.gz");
        assertThat(Files.readAllBytes(fetched.payload().resolve("toc.dat"))).isEqualTo(TOC);
        assertThat(fetched.storedBytes()).isEqualTo(store.copy("shop/").size());
    }

    @Test
    void folderWithoutTableOfContentsIsNoArchive() {
        TestStore store = new TestStore("memory://r2").with("shop/3001.dat", SQL);
        assertThat(Samples.failure(Samples.fetch(work, Keys.none(), store.copy("shop/"))))
                .isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
    }
}
