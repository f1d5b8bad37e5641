package dev.muster.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final QualifiedName ITEM = new QualifiedName("public", "item");

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"12,gzip", "13,none", "14,gzip", "15,lz4", "15,zstd", "16,gzip", "16,none"})
    void everyVersionAndCompressionIsReadAndCounted(int minor, String compression) {
        ArchiveContents contents = read(ArchiveBytes.shop(minor).compression(compression).custom());

        assertThat(contents.format()).isEqualTo(ArchiveFormat.CUSTOM);
        assertThat(contents.version()).hasToString("1." + minor);
        assertThat(contents.compression()).isEqualTo(compression);
        assertThat(contents.database()).isEqualTo("shop");
        assertThat(contents.createdAt()).hasToString("2026-11-23T12:15:30");
        assertThat(contents.findings()).isEmpty();
        assertThat(contents.hostile()).isEmpty();
        Census census = count(contents);
        assertThat(census.findings()).isEmpty();
        assertThat(census.of(contents.databases().getFirst()).tables().get(ITEM))
                .isEqualTo(new Census.TableCount(3, 24, true));
        assertThat(census.rows()).isEqualTo(4);
        assertThat(Judgement.completeness(contents)).isEmpty();
    }

    @Test
    void archiveWrittenIntoAPipeIsReadBySteppingOverItsBlocks() {
        ArchiveContents contents = read(ArchiveBytes.shop(14).withoutOffsets().custom());

        assertThat(contents.findings()).isEmpty();
        assertThat(Census.count(contents, 2, done -> {}, () -> false).rows()).isEqualTo(4);
    }

    @Test
    void tarIsReadAndCounted() {
        ArchiveContents contents = read(ArchiveBytes.shop(14).compression("none").tar());

        assertThat(contents.format()).isEqualTo(ArchiveFormat.TAR);
        assertThat(contents.findings()).isEmpty();
        assertThat(count(contents).rows()).isEqualTo(4);
    }

    @Test
    void newerArchiveThanTheToolsHereIsNeverCalledCorrupt() {
        byte[] archive = ArchiveBytes.shop(14).custom();
        archive[6] = 16;

        assertFails(() -> Archive.read(file(archive), 15, done -> {}, () -> false))
                .satisfies(f ->
                        assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_VERSION_UNSUPPORTED))
                .satisfies(f -> assertThat(f.message()).contains("1.16", "pg_restore 17", "15"));
    }

    @Test
    void cutArchiveNamesEveryTableThatLostRows() {
        byte[] archive = ArchiveBytes.shop(14).custom();
        int block = indexOf(archive, new byte[] {1, 0, 4, 0, 0, 0});
        ArchiveContents contents = read(Arrays.copyOf(archive, block + 20));

        assertThat(contents.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_TRUNCATED);
                    assertThat(f.object()).isEqualTo("public.item");
                    assertThat(f.examples()).containsExactly("public.tenant");
                    assertThat(f.consequences()).isEqualTo(1);
                });
        assertThat(contents.mustNotBeRestored()).isTrue();
    }

    @Test
    void dataThatTheTableOfContentsDeniesAreMissing() {
        ArchiveBytes bytes =
                ArchiveBytes.shop(14)
                        .define(
                                "TABLE",
                                "public",
                                "rental",
                                "CREATE TABLE public.rental (\n    id integer\n);")
                        .define("TABLE DATA", "public", "rental", "");

        for (byte[] archive : List.of(bytes.custom(), bytes.compression("none").tar())) {
            assertThat(read(archive).findings())
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
                        assertThat(f.object()).isEqualTo("public.rental");
                    });
        }
    }

    @Test
    void sequenceThatNothingSetsContradictsItsEntry() {
        ArchiveBytes bytes = ArchiveBytes.shop(14).define("SEQUENCE SET", "public", "ticket", "");

        assertThat(codes(read(bytes.custom()))).containsExactly(FindingCode.ARCHIVE_TOC_CORRUPT);
        bytes = ArchiveBytes.shop(14);
        bytes.define(
                "SEQUENCE SET",
                "public",
                "ticket",
                "SELECT pg_catalog.setval('public.ticket', 7, true);\n");
        assertThat(codes(read(bytes.custom()))).isEmpty();
    }

    @Test
    void dataUnderANameThatNoTableHasContradictTheirCopy() {
        String copy = "COPY public.item (id, name) FROM stdin;\n";

        assertThat(
                        read(ArchiveBytes.shop(14)
                                        .data("publhc", "item", copy, "\\.\n\n\n")
                                        .custom())
                                .findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_TOC_CORRUPT);
                    assertThat(f.object())
                            .isEqualTo("TABLE DATA publhc.item (it loads public.item)");
                });
        // A partition that is loaded through its root.
        assertThat(
                        codes(
                                read(
                                        ArchiveBytes.shop(14)
                                                .table("public", "item_1", "")
                                                .data("public", "item_1", copy, "\\.\n\n\n")
                                                .custom())))
                .isEmpty();
    }

    @Test
    void tarWithAMemberTwiceIsCorrupt() {
        byte[] tar = ArchiveBytes.shop(14).compression("none").tar();
        int item = indexOf(tar, ("4.dat" + "\0".repeat(20)).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream doubled = new ByteArrayOutputStream();
        doubled.write(tar, 0, item + 1024);
        doubled.write(tar, item, tar.length - item);

        assertThat(read(doubled.toByteArray()).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_CORRUPT);
                    assertThat(f.object()).isEqualTo("4.dat");
                });
    }

    @Test
    void takingAnInheritedDefaultAwayMakesNoObject() {
        ArchiveContents contents =
                read(
                        ArchiveBytes.shop(14)
                                .define(
                                        "DEFAULT",
                                        "public",
                                        "item id",
                                        "ALTER TABLE ONLY public.item ALTER COLUMN id SET DEFAULT 7;\n")
                                .define(
                                        "DEFAULT",
                                        "public",
                                        "item name",
                                        "ALTER TABLE ONLY public.item ALTER COLUMN name SET DEFAULT NULL;\n")
                                .custom());

        assertThat(contents.databases().getFirst().objects())
                .filteredOn(entry -> entry.desc().equals("DEFAULT"))
                .extracting(TocEntry::tag)
                .containsExactly("item id");
    }

    @Test
    void missingLastByteIsFound() {
        byte[] archive = ArchiveBytes.shop(14).custom();

        assertThat(codes(read(Arrays.copyOf(archive, archive.length - 1))))
                .containsExactly(FindingCode.ARCHIVE_TRUNCATED);
    }

    @Test
    void flippedBitInDataNamesItsTable() {
        byte[] archive = ArchiveBytes.shop(14).custom();
        archive[indexOf(archive, new byte[] {1, 0, 4, 0, 0, 0}) + 20] ^= 4;
        ArchiveContents contents = read(archive);

        assertThat(contents.findings()).isEmpty();
        assertThat(count(contents).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_CORRUPT);
                    assertThat(f.object()).isEqualTo("public.item");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 0x42})
    void entryOfNoSectionIsCorruptSincePgRestoreLeavesItOut(int section) {
        assertFails(() -> read(ofSection(section)))
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_TOC_CORRUPT);
                    assertThat(f.message())
                            .contains("belongs to section " + section + ", expected 1 to 4");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void entryOfAnotherSectionIsRestoredAllTheSame(int section) {
        assertThat(codes(read(ofSection(section)))).isEmpty();
    }

    /** The shop, where a byte changed of what says to which section its first table belongs. */
    private static byte[] ofSection(int section) {
        byte[] archive = ArchiveBytes.shop(14).custom();
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        String table = "\5\0\0\0TABLE\0";
        archive[text.indexOf(table) + table.length()] = (byte) section;
        return archive;
    }

    @Test
    void nameThatItsOwnStatementContradictsIsCorrupt() {
        ArchiveBytes archive =
                new ArchiveBytes(14)
                        .define(
                                "TABLE",
                                "public",
                                "language",
                                "CREATE TABLE public.lanfuage (i int);");

        assertThat(codes(read(archive.custom()))).containsExactly(FindingCode.ARCHIVE_TOC_CORRUPT);
    }

    @Test
    void dataWithoutTheirClosingLineAreCutInsideAWholeArchive() {
        ArchiveBytes archive =
                new ArchiveBytes(14)
                        .data(
                                "public",
                                "item",
                                "COPY public.item (id, name) FROM stdin;\n",
                                "1\ta\n");

        assertThat(count(read(archive.custom())).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.ARCHIVE_DATA_CORRUPT);
    }

    @Test
    void rowsOfInsertsAreCountedByTheirTarget() {
        ArchiveBytes archive =
                new ArchiveBytes(14)
                        .data(
                                "public",
                                "part_1",
                                null,
                                "INSERT INTO public.root VALUES (1, 'a;(''b'), (2, 'INSERT INTO');\n"
                                        + "INSERT INTO public.root (id, name) VALUES (3, ')')"
                                        + " ON CONFLICT (id) DO NOTHING;\n"
                                        + "INSERT INTO public.root DEFAULT VALUES;\n\n\n");
        ArchiveContents contents = read(archive.custom());

        assertThat(count(contents).of(contents.databases().getFirst()).tables())
                .containsOnlyKeys(new QualifiedName("public", "root"))
                .allSatisfy((table, counted) -> assertThat(counted.rows()).isEqualTo(4));
    }

    @Test
    void invalidUtf8InDataIsNamedByTableAndRow() {
        byte[] archive = ArchiveBytes.shop(14).compression("none").custom();
        archive[indexOf(archive, "müller".getBytes(StandardCharsets.UTF_8)) + 1] = 'x';

        assertThat(count(read(archive)).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.DATA_INVALID);
                    assertThat(f.object()).isEqualTo("public.tenant");
                    assertThat(f.message()).contains("row 1").doesNotContain("ller");
                });
    }

    @Test
    void everyCutOfATarIsFoundBeforeARestore() {
        byte[] tar = ArchiveBytes.shop(14).compression("none").tar();
        for (int length = 512; length < tar.length; length += 128) {
            byte[] cut = Arrays.copyOf(tar, length);
            assertThat(codesOrFailure(cut))
                    .as("cut to %d", length)
                    .containsAnyOf(FindingCode.ARCHIVE_TRUNCATED, FindingCode.ARCHIVE_DATA_MISSING);
        }
    }

    @Test
    void directoryLacksFilesAndNamesTheirTables() throws IOException {
        Files.write(directory.resolve("toc.dat"), ArchiveBytes.shop(14).toc());
        Files.writeString(directory.resolve("4.dat"), "1\ta\n\\.\n\n\n");
        ArchiveContents contents = read(directory);

        assertThat(contents.findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
                    assertThat(f.object()).isEqualTo("public.tenant");
                });
    }

    @Test
    void tableOfContentsThatSomebodyCompressedIsReadOrToldDamaged() throws IOException {
        byte[] toc = ArchiveBytes.shop(14).toc();
        Files.writeString(directory.resolve("4.dat"), "1\ta\n\\.\n\n\n");
        Files.writeString(directory.resolve("6.dat"), "1\ta\n\\.\n\n\n");
        for (String suffix : List.of(".gz", ".lz4", ".zst")) {
            byte[] packed = packed(toc, suffix);
            Path file = directory.resolve("toc.dat" + suffix);
            Files.write(file, packed);
            assertThat(count(read(directory)).rows()).isEqualTo(2);

            byte[] flipped = packed.clone();
            flipped[packed.length / 2] ^= 0x55;
            for (byte[] damaged :
                    List.of(
                            Arrays.copyOf(packed, packed.length / 2),
                            flipped,
                            "no such thing".getBytes(StandardCharsets.US_ASCII))) {
                Files.write(file, damaged);
                assertFails(() -> read(directory))
                        .as("%s, %d bytes", suffix, damaged.length)
                        .satisfies(f ->
                                assertThat(f.code())
                                        .isIn(
                                                FindingCode.ARCHIVE_TOC_CORRUPT,
                                                FindingCode.ARCHIVE_TRUNCATED,
                                                FindingCode.ARCHIVE_CORRUPT));
            }
            Files.delete(file);
        }
    }

    private static byte[] packed(byte[] content, String suffix) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing =
                switch (suffix) {
                    case ".gz" -> new GZIPOutputStream(out);
                    case ".lz4" ->
                            new LZ4FrameOutputStream(
                                    out,
                                    LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                                    LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
                    default -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
                }) {
            packing.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void damageThatTurnsOutToBeNoneHidesNothingElse() throws IOException {
        ArchiveBytes archive =
                ArchiveBytes.shop(14)
                        .define(
                                "TABLE",
                                "public",
                                "member",
                                "CREATE TABLE public.member (\n    who regrole\n);")
                        .data(
                                "public",
                                "member",
                                "COPY public.member (who) FROM stdin;\n",
                                "ada\n\\.\n\n\n")
                        .define("VIEW", "public", "v", "CREATE VIEW public.w AS SELECT 1;");
        Files.write(directory.resolve("toc.dat"), archive.toc());
        Files.writeString(directory.resolve("4.dat"), "1\ta\n\\.\n\n\n");
        Files.writeString(directory.resolve("6.dat"), "1\tcut at its row's end\n");
        Files.writeString(directory.resolve("9.dat"), "ada\n\\.\n\n\n");
        ArchiveContents read = read(directory);
        assertThat(codes(read)).containsExactly(FindingCode.ARCHIVE_TOC_CORRUPT);
        assertThat(count(read).findings()).isEmpty();

        ArchiveContents reviewed =
                read.reviewed(
                        read.findings().stream()
                                .map(f -> f.withSeverity(Severity.WARNING))
                                .toList());

        assertThat(count(reviewed).findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.ARCHIVE_DATA_MISSING);
                    assertThat(f.object()).isEqualTo("public.tenant");
                });
        assertThat(reviewed.databases().getFirst().names().roles()).contains("ada");
    }

    @Test
    void commandsThatNoDumpHoldsAreHostileAndBodiesOnlySuspicious() {
        ArchiveBytes archive =
                ArchiveBytes.shop(14)
                        .define("COMMENT", null, "x", "COPY t TO PROGRAM 'touch x';")
                        .define(
                                "FUNCTION",
                                "public",
                                "f()",
                                "CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql"
                                        + " AS $$BEGIN COPY t TO PROGRAM 'x'; END$$;")
                        .define("COMMENT", null, "y", "COMMENT ON TABLE t IS 'COPY t TO PROGRAM';");
        ArchiveContents contents = read(archive.custom());

        assertThat(contents.hostile())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(FindingCode.HOSTILE_COMMAND);
                    assertThat(f.message()).contains("COPY … PROGRAM").doesNotContain("touch");
                });
        assertThat(contents.suspicious()).containsExactly("FUNCTION public.f()");
    }

    @ParameterizedTest
    @CsvSource({
        "'<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>', AccessDenied",
        "'<html><body>502</body></html>', web page",
        "'pg_dump: error: connection to server at \"10.0.0.5\" failed', pg_dump",
        "'{\"error\": 1}', JSON",
        "'-- MySQL dump 10.13', MySQL",
        "'meeting notes of monday', no SQL"
    })
    void whatIsNoBackupIsNamedWithoutItsContent(String text, String named) {
        assertFails(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.NOT_A_BACKUP))
                .satisfies(f -> assertThat(f.message()).contains(named).doesNotContain("10.0.0.5"));
    }

    @Test
    void emptyAndUtf16FilesAreNamed() {
        assertFails(() -> read(new byte[0]))
                .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.BACKUP_EMPTY));
        assertFails(() -> read("-- PostgreSQL database dump\n".getBytes(StandardCharsets.UTF_16)))
                .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.TEXT_ENCODING_CHANGED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom", "tar"})
    void noDamageMakesReadingFailOtherwiseThanWithAFinding(String format) {
        byte[] whole =
                format.equals("custom")
                        ? ArchiveBytes.shop(14).custom()
                        : ArchiveBytes.shop(14).compression("none").tar();
        int step = format.equals("custom") ? 1 : 11;
        for (int at = 0; at < whole.length; at += step) {
            for (int change : new int[] {1, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) change;
                codesOrFailure(damaged);
            }
            codesOrFailure(Arrays.copyOf(whole, at));
        }
    }

    private List<FindingCode> codesOrFailure(byte[] bytes) {
        try {
            ArchiveContents contents = read(bytes);
            count(contents);
            Judgement.completeness(contents);
            return codes(contents);
        } catch (FindingException e) {
            return List.of(e.finding().code());
        }
    }

    private static List<FindingCode> codes(ArchiveContents contents) {
        return contents.findings().stream().map(Finding::code).toList();
    }

    private static Census count(ArchiveContents contents) {
        return Census.count(contents, 1, done -> {}, () -> false);
    }

    private ArchiveContents read(byte[] bytes) {
        return read(file(bytes));
    }

    private static ArchiveContents read(Path payload) {
        return Archive.read(payload, Integer.MAX_VALUE, _ -> {}, () -> false);
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(directory.resolve("payload"), bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static org.assertj.core.api.AbstractObjectAssert<?, Finding> assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(FindingException.class)
                .extracting(e -> ((FindingException) e).finding());
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
