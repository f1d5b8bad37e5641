package dev.muster.restore.postgres.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Linux's seccomp filters: take from the calling thread, and from all that it starts, every socket
 * that leaves the machine, and the looking into other processes. They need no privilege and are
 * older than Landlock, so they also hold where that is missing. Never call {@link
 * #restrictThisThread} on a thread that is to do anything else afterwards. Source: linux/seccomp.h,
 * linux/bpf_common.h, and the architectures' tables of system calls.
 */
final class Seccomp {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_GET_SECCOMP = 21;
    private static final int SET_MODE_FILTER = 1;

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int FAIL_WITH = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /** Where the kernel shows the filter a call's number, its architecture, its first argument. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    private static final int AF_UNIX = 1;

    /** Numbers from here on are x32's, a second table for the same architecture. */
    private static final int X32 = 0x40000000;

    /** Opens sockets past every filter of {@code socket}: the same numbers everywhere. */
    private static final List<Integer> IO_URING = List.of(425, 426, 427);

    private record Numbers(int architecture, int seccomp, int socket, List<Integer> intoOthers) {}

    /** Into others: ptrace, process_vm_readv, process_vm_writev. */
    private static final Map<String, Numbers> KNOWN =
            Map.of(
                    "amd64", new Numbers(0xC000003E, 317, 41, List.of(101, 310, 311)),
                    "x86_64", new Numbers(0xC000003E, 317, 41, List.of(101, 310, 311)),
                    "aarch64", new Numbers(0xC00000B7, 277, 198, List.of(117, 270, 271)),
                    "riscv64", new Numbers(0xC00000F3, 277, 198, List.of(117, 270, 271)));

    private static final @Nullable Numbers NUMBERS = probe();

    private Seccomp() {}

    static boolean available() {
        return NUMBERS != null;
    }

    private static @Nullable Numbers probe() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        Numbers numbers = KNOWN.get(System.getProperty("os.arch", ""));
        if (!linux || numbers == null || NativeCalls.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
            return null;
        }
        // Without a filter to read the kernel answers EFAULT (14) where it knows how.
        return NativeCalls.syscall(numbers.seccomp, SET_MODE_FILTER, 0, 0, 0) == -14
                ? numbers
                : null;
    }

    static void restrictThisThread() {
        Numbers numbers = NUMBERS;
        if (numbers == null) {
            return;
        }
        List<int[]> program = program(numbers);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(8L * program.size(), 8);
            for (int i = 0; i < program.size(); i++) {
                int[] step = program.get(i);
                filter.set(ValueLayout.JAVA_SHORT, 8L * i, (short) step[0]);
                filter.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) step[1]);
                filter.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) step[2]);
                filter.set(ValueLayout.JAVA_INT, 8L * i + 4, step[3]);
            }
            MemorySegment whole = arena.allocate(16, 8);
            whole.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
            whole.set(ValueLayout.ADDRESS, 8, filter);
            succeed("no-new-privileges", NativeCalls.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
            succeed(
                    "filter",
                    NativeCalls.syscall(numbers.seccomp, SET_MODE_FILTER, 0, whole.address(), 0));
        }
    }

    /** The filter, one step a line: operation, steps to skip if so, if not, and its operand. */
    private static List<int[]> program(Numbers numbers) {
        List<int[]> program = new ArrayList<>();
        Collections.addAll(
                program,
                new int[] {LOAD_WORD, 0, 0, ARCHITECTURE},
                new int[] {JUMP_IF_EQUAL, 1, 0, numbers.architecture},
                new int[] {RETURN, 0, 0, FAIL_WITH | ENOSYS},
                new int[] {LOAD_WORD, 0, 0, NUMBER},
                new int[] {JUMP_IF_AT_LEAST, 0, 1, X32},
                new int[] {RETURN, 0, 0, FAIL_WITH | ENOSYS});
        numbers.intoOthers.forEach(number -> refuse(program, number, EPERM));
        IO_URING.forEach(number -> refuse(program, number, ENOSYS));
        Collections.addAll(
                program,
                new int[] {JUMP_IF_EQUAL, 0, 3, numbers.socket},
                new int[] {LOAD_WORD, 0, 0, FIRST_ARGUMENT},
                new int[] {JUMP_IF_EQUAL, 1, 0, AF_UNIX},
                new int[] {RETURN, 0, 0, FAIL_WITH | EAFNOSUPPORT},
                new int[] {RETURN, 0, 0, ALLOW});
        return program;
    }

    private static void refuse(List<int[]> program, int number, int errno) {
        program.add(new int[] {JUMP_IF_EQUAL, 0, 1, number});
        program.add(new int[] {RETURN, 0, 0, FAIL_WITH | errno});
    }

    private static void succeed(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException("seccomp: " + what + ": errno " + -result);
        }
    }
}
