package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.restore.tar.TarHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tar archive in their order, found by a walk over its headers. pg_restore itself
 * may loop for ever on a tar that was cut, so every cut is found here first.
 */
final class TarWalk {
    private static final int BLOCK = TarHeader.BLOCK;

    /** One member: where its content begins, and how long its header says that it is. */
    record Member(String name, long offset, long size) {}

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> repeated = new LinkedHashSet<>();
    private boolean truncated;
    private @Nullable String cut;

    private TarWalk() {}

    /** Whether the file ends before the tar archive does. */
    boolean isTruncated() {
        return truncated;
    }

    /** The member within which the file ends, null where it ends between two. */
    @Nullable String cut() {
        return cut;
    }

    Map<String, Member> byName() {
        return members;
    }

    /** Members of which there are several. */
    Set<String> repeated() {
        return repeated;
    }

    /** What is wrong with the headers; a missing end is told by {@link #isTruncated}. */
    List<Finding> findings() {
        return findings;
    }

    static TarWalk walk(FileWindow file) {
        TarWalk tar = new TarWalk();
        byte[] block = new byte[BLOCK];
        long at = 0;
        while (true) {
            if (at + BLOCK > file.size()) {
                tar.truncated = true;
                return tar;
            }
            readFully(file, at, block);
            if (TarHeader.isEnd(block)) {
                tar.checkEnd(file, at);
                return tar;
            }
            TarHeader header = TarHeader.parse(block);
            if (header == null) {
                tar.findings.add(
                        Finding.of(
                                FindingCode.ARCHIVE_CORRUPT,
                                null,
                                "the tar header at byte "
                                        + at
                                        + " has a wrong checksum; "
                                        + tar.lastRead()));
                return tar;
            }
            String name = header.name();
            long size = header.size();
            if (size < 0) {
                tar.findings.add(
                        Finding.of(
                                FindingCode.ARCHIVE_CORRUPT,
                                name,
                                "the tar header at byte " + at + " says no size"));
                return tar;
            }
            if (tar.members.putIfAbsent(name, new Member(name, at + BLOCK, size)) != null) {
                tar.repeated.add(name);
            }
            long padded = size + TarHeader.padding(size);
            if (padded > file.size() - at - BLOCK) {
                tar.truncated = true;
                tar.cut = name;
                return tar;
            }
            at += BLOCK + padded;
        }
    }

    private String lastRead() {
        return Problems.counted(members.size(), "member was", "members were") + " read before";
    }

    /** Two blocks of zeros end a tar; some programs pad it further. */
    private void checkEnd(FileWindow file, long at) {
        byte[] block = new byte[BLOCK];
        if (at + 2L * BLOCK > file.size()) {
            truncated = true;
            return;
        }
        for (long rest = at + BLOCK; rest < file.size(); rest += BLOCK) {
            int length = (int) Math.min(BLOCK, file.size() - rest);
            Arrays.fill(block, (byte) 0);
            file.read(rest, block, 0, length);
            if (!TarHeader.isEnd(block)) {
                findings.add(
                        Finding.of(
                                FindingCode.TRAILING_GARBAGE,
                                null,
                                Problems.bytes(file.size() - rest)
                                        + " follow the end of the tar archive at byte "
                                        + rest));
                return;
            }
        }
    }

    private static void readFully(FileWindow file, long at, byte[] to) {
        int filled = 0;
        while (filled < to.length) {
            int read = file.read(at + filled, to, filled, to.length - filled);
            if (read == 0) {
                Arrays.fill(to, filled, to.length, (byte) 0);
                return;
            }
            filled += read;
        }
    }
}
