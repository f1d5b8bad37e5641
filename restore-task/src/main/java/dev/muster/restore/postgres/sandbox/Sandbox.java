package dev.muster.restore.postgres.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs with an empty environment, as an unprivileged user, and where the kernel can do
 * it, without any reach beyond what they need.
 */
public final class Sandbox {
    /** How {@code setpriv} is found when Muster runs as root. */
    private static final List<Path> SETPRIV =
            List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));

    private static final int PR_SET_DUMPABLE = 4;

    static {
        // What would otherwise happen first on a thread that may read no file: ProcessBuilder looks
        // for its logger on the class path and learns from /proc when this process was started,
        // and the filter's class is loaded.
        System.getLogger("java.lang.ProcessBuilder");
        ProcessHandle.current().info();
        boolean _ = Seccomp.available();
    }

    private Sandbox() {}

    /**
     * What contains the backup's own commands here, for people: {@code landlock abi 7, seccomp}.
     */
    public static String level() {
        List<String> levels = new ArrayList<>();
        if (Landlock.abi() > 0) {
            levels.add("landlock abi " + Landlock.abi());
        }
        if (Seccomp.available()) {
            levels.add("seccomp");
        }
        return levels.isEmpty() ? "none" : String.join(", ", levels);
    }

    /** Whether commands of a hostile backup cannot reach programs and files of this machine. */
    public static boolean contains() {
        return Landlock.abi() > 0;
    }

    /**
     * Starts a program. Its three streams are pipes.
     *
     * @param command the program by its absolute path, and its arguments
     * @param environment all that it gets to see
     * @param directory where it starts
     * @param reach null for a program that runs nothing of a backup
     */
    public static Contained start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            @Nullable Reach reach)
            throws IOException {
        Optional<Account> account = Account.forPrograms();
        List<String> full = new ArrayList<>();
        Optional<Path> setpriv = SETPRIV.stream().filter(Files::isExecutable).findFirst();
        if (account.isPresent()) {
            full.add(setpriv.orElseThrow(Sandbox::noSetpriv).toString());
            full.add("--reuid=" + account.get().uid());
            full.add("--regid=" + account.get().gid());
            full.add("--clear-groups");
            full.add("--no-new-privs");
            full.add("--");
        }
        full.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(full).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Asked in any case: on the restricted thread its class might not be readable any more.
        boolean filtered = Seccomp.available();
        if (reach == null || (!contains() && !filtered)) {
            return new Contained(builder.start());
        }
        Reach whole = reach.andExecute(helpers(account.isPresent() ? setpriv : Optional.empty()));
        return new Contained(onRestrictedThread(builder, whole));
    }

    /**
     * Starts a program of the user's own: as the user that Muster runs as, and not contained.
     *
     * @param environment all that it gets to see
     */
    public static Contained startOwn(
            List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Contained(builder.start());
    }

    // A process inherits the reach of the thread that starts it, and so does the JDK's own thread
    // that waits for the process: see Contained.
    private static Process onRestrictedThread(ProcessBuilder builder, Reach reach)
            throws IOException {
        AtomicReference<@Nullable Process> process = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread starter =
                Thread.ofPlatform()
                        .name("muster-contained-start")
                        .unstarted(() -> {
                            try {
                                restrictThisThread(reach);
                                process.set(builder.start());
                            } catch (IOException | RuntimeException | Error e) {
                                failure.set(e);
                            }
                        });
        starter.start();
        boolean interrupted = false;
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Process started = process.get();
        if (started != null) {
            return started;
        }
        throw new IOException("cannot start " + builder.command().getLast(), failure.get());
    }

    private static void restrictThisThread(Reach reach) {
        if (contains()) {
            Landlock.restrictThisThread(reach);
        }
        if (reach.connect().isEmpty()) {
            Seccomp.restrictThisThread();
        }
    }

    private static Path[] helpers(Optional<Path> setpriv) {
        List<Path> helpers = new ArrayList<>();
        helpers.add(Path.of(System.getProperty("java.home"), "lib", "jspawnhelper"));
        setpriv.ifPresent(helpers::add);
        return helpers.toArray(Path[]::new);
    }

    private static IOException noSetpriv() {
        return new IOException(
                "setpriv of util-linux is not installed: PostgreSQL cannot run as root");
    }

    /**
     * Keeps this process's memory and environment, with the keys in them, from the programs that it
     * starts, even where they run as the same user and nothing else contains them.
     */
    public static void hideThisProcess() {
        if (System.getProperty("os.name", "").equals("Linux")) {
            NativeCalls.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        }
    }

    /** Sends a signal to a process of an earlier Muster; false where it is gone. */
    public static boolean signal(ProcessHandle process, int signal) {
        return process.isAlive() && NativeCalls.kill((int) process.pid(), signal);
    }
}
