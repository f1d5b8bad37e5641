package dev.muster.restore.postgres.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Linux's Landlock: takes from the calling thread, and from all that it starts, every access to
 * files and TCP ports that is not granted. Never call {@link #restrictThisThread} on a thread that
 * is to do anything else afterwards. Source: linux/landlock.h, ABI 1 to 7.
 */
final class Landlock {
    private static final long CREATE_RULESET = 444;
    private static final long ADD_RULE = 445;
    private static final long RESTRICT_SELF = 446;
    private static final int RULE_PATH_BENEATH = 1;
    private static final int RULE_NET_PORT = 2;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;

    private static final long EXECUTE = 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long WRITE_FILE = 1 << 1;
    private static final long TRUNCATE = 1 << 14;
    private static final long IOCTL_DEV = 1 << 15;
    private static final long FILE_RIGHTS = EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV;
    // All but device nodes, FIFOs and links: none of them is needed in a data directory, except
    // symbolic links, which tablespaces inside it use.
    private static final long NOT_IN_WRITABLE =
            EXECUTE | (1 << 6) | (1 << 10) | (1 << 11) | IOCTL_DEV;
    private static final long CONNECT_TCP = 1 << 1;
    private static final long NET_RIGHTS = 3;
    private static final long SCOPES = 3;

    private static final int ABI = probe();

    private Landlock() {}

    /** The kernel's version of the interface, or 0 where there is none. */
    static int abi() {
        return ABI;
    }

    private static int probe() {
        String arch = System.getProperty("os.arch", "");
        boolean known = Set.of("amd64", "x86_64", "aarch64", "riscv64").contains(arch);
        if (!known || !System.getProperty("os.name", "").equals("Linux")) {
            return 0;
        }
        return (int) Math.max(0, NativeCalls.syscall(CREATE_RULESET, 0, 0, 1, 0));
    }

    static void restrictThisThread(Reach reach) {
        long rights = fileRights();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(24, 8);
            attributes.set(ValueLayout.JAVA_LONG, 0, rights);
            attributes.set(ValueLayout.JAVA_LONG, 8, ABI >= 4 ? NET_RIGHTS : 0);
            attributes.set(ValueLayout.JAVA_LONG, 16, ABI >= 6 ? SCOPES : 0);
            long size = ABI >= 6 ? 24 : ABI >= 4 ? 16 : 8;
            int ruleset =
                    (int)
                            succeed(
                                    "create",
                                    NativeCalls.syscall(
                                            CREATE_RULESET, attributes.address(), size, 0, 0));
            try {
                long read = READ_FILE | READ_DIR;
                reach.read().forEach(p -> allow(arena, ruleset, p, read & rights));
                reach.list().forEach(p -> allow(arena, ruleset, p, READ_DIR & rights));
                reach.execute().forEach(p -> allow(arena, ruleset, p, (read | EXECUTE) & rights));
                reach.write().forEach(p -> allow(arena, ruleset, p, rights & ~NOT_IN_WRITABLE));
                if (ABI >= 4) {
                    reach.connect().forEach(port -> allowConnect(arena, ruleset, port));
                }
                succeed("no-new-privileges", NativeCalls.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
                succeed("restrict", NativeCalls.syscall(RESTRICT_SELF, ruleset, 0, 0, 0));
            } finally {
                NativeCalls.close(ruleset);
            }
        }
    }

    private static long fileRights() {
        int bits = ABI >= 5 ? 16 : ABI >= 3 ? 15 : ABI >= 2 ? 14 : 13;
        return (1L << bits) - 1;
    }

    private static void allow(Arena arena, int ruleset, Path path, long rights) {
        int fd = NativeCalls.open(path.toString(), O_PATH | O_CLOEXEC);
        if (fd < 0) {
            return; // What is not there need not be reached.
        }
        try {
            MemorySegment rule = arena.allocate(16, 8);
            rule.set(
                    ValueLayout.JAVA_LONG,
                    0,
                    Files.isDirectory(path) ? rights : rights & FILE_RIGHTS);
            rule.set(ValueLayout.JAVA_INT, 8, fd);
            succeed(
                    "allow " + path,
                    NativeCalls.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0));
        } finally {
            NativeCalls.close(fd);
        }
    }

    private static void allowConnect(Arena arena, int ruleset, int port) {
        MemorySegment rule = arena.allocate(16, 8);
        rule.set(ValueLayout.JAVA_LONG, 0, CONNECT_TCP);
        rule.set(ValueLayout.JAVA_LONG, 8, port);
        succeed(
                "allow port " + port,
                NativeCalls.syscall(ADD_RULE, ruleset, RULE_NET_PORT, rule.address(), 0));
    }

    private static long succeed(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException("landlock: " + what + ": errno " + -result);
        }
        return result;
    }
}
