package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tar archive in their order, found by a walk over its headers. pg_restore itself
 * may loop for ever on a tar that was cut, so every cut is found here first.
 */
final class TarMembers {
    static final int BLOCK = 512;

    /** One member: where its content begins, and how long its header says that it is. */
    record Member(String name, long offset, long size) {}

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean truncated;
    private @Nullable String cut;

    private TarMembers() {}

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

    /** What is wrong with the headers; a missing end is told by {@link #isTruncated}. */
    List<Finding> findings() {
        return findings;
    }

    /** Whether a file's first bytes are a tar header with the right checksum. */
    static boolean isTar(byte[] head) {
        return head.length >= BLOCK && head[0] != 0 && checksumFits(head);
    }

    static TarMembers walk(FileWindow file) {
        TarMembers tar = new TarMembers();
        byte[] header = new byte[BLOCK];
        long at = 0;
        while (true) {
            if (at + BLOCK > file.size()) {
                tar.truncated = true;
                return tar;
            }
            readFully(file, at, header);
            if (isZero(header)) {
                tar.checkEnd(file, at);
                return tar;
            }
            if (!checksumFits(header)) {
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
            String name = name(header);
            long size = number(header, 124, 12);
            if (size < 0) {
                tar.findings.add(
                        Finding.of(
                                FindingCode.ARCHIVE_CORRUPT,
                                name,
                                "the tar header at byte " + at + " says no size"));
                return tar;
            }
            tar.members.putIfAbsent(name, new Member(name, at + BLOCK, size));
            long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
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
            if (!isZero(block)) {
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

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean checksumFits(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return number(header, 148, 8) == sum;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        String prefix = text(header, 345, 155);
        boolean ustar = text(header, 257, 5).equals("ustar");
        return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Octal, or base 256 where the first bit is set; -1 where it is neither. */
    private static long number(byte[] header, int from, int length) {
        long value = 0;
        if ((header[from] & 0x80) != 0) {
            for (int i = from + 1; i < from + length; i++) {
                if (value >>> 54 != 0) {
                    return -1;
                }
                value = value << 8 | (header[i] & 0xff);
            }
            return value;
        }
        boolean digits = false;
        for (int i = from; i < from + length; i++) {
            int b = header[i];
            if (b >= '0' && b <= '7') {
                value = value * 8 + b - '0';
                digits = true;
            } else if (b != ' ' && b != 0) {
                return -1;
            } else if (digits) {
                break;
            }
        }
        return digits ? value : -1;
    }
}
