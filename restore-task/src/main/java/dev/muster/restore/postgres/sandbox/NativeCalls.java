package dev.muster.restore.postgres.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few calls into the C library that Java has no words for. */
final class NativeCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = variadic("syscall", 4);
    private static final MethodHandle PRCTL = variadic("prctl", 4);
    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle KILL =
            handle(
                    "kill",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private NativeCalls() {}

    /** The result, or the negated errno. */
    static long syscall(long number, long a, long b, long c, long d) {
        return call(SYSCALL, number, a, b, c, d);
    }

    static long prctl(int option, long a, long b, long c, long d) {
        return call(PRCTL, (long) option, a, b, c, d);
    }

    /** A file descriptor, or the negated errno. */
    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(OPEN, arena.allocateFrom(path), flags);
        }
    }

    static void close(int fd) {
        call(CLOSE, fd);
    }

    static boolean kill(int pid, int signal) {
        return call(KILL, pid, signal) == 0;
    }

    private static long call(MethodHandle handle, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long result = ((Number) handle.invokeWithArguments(all)).longValue();
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle variadic(String name, int optional) {
        ValueLayout[] layouts = new ValueLayout[optional + 1];
        java.util.Arrays.fill(layouts, ValueLayout.JAVA_LONG);
        return handle(
                name,
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts),
                Linker.Option.firstVariadicArg(1));
    }

    @SuppressWarnings("restricted") // The launcher and the tests enable native access.
    private static MethodHandle handle(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }
}
