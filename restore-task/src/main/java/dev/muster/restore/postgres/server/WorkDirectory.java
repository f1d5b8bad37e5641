package dev.muster.restore.postgres.server;

import dev.muster.contract.MusterException;
import dev.muster.restore.postgres.sandbox.Account;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One drill's directory, named {@code muster-drill-ID}: what the drill writes lies in it, and an
 * owner file that tells a later {@link Reaper} whose it is. {@link #close} removes it.
 */
public final class WorkDirectory implements AutoCloseable {
    static final String PREFIX = "muster-drill-";

    /** What the directories of servers in it begin with. */
    static final String SERVER = "server-";

    private final Path path;
    private final Optional<Account> account;
    private final Deque<Server> servers = new ArrayDeque<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Thread hook = new Thread(this::closeAll, "muster-clean-up");

    private WorkDirectory(Path path, Optional<Account> account) {
        this.path = path;
        this.account = account;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The machine is shutting down already: the drill is cancelled, and closes this.
        }
    }

    /** Closes the server before the directory goes, also when the machine is told to stop. */
    synchronized void closeFirst(Server server) {
        servers.push(server);
    }

    /**
     * Creates it below {@code MUSTER_WORK}, else below the machine's directory for large temporary
     * files.
     *
     * @param drillId letters, digits and dashes
     */
    public static WorkDirectory create(String drillId, Map<String, String> environment) {
        Path parent = parent(environment);
        Path path = parent.resolve(PREFIX + drillId);
        Optional<Account> account = Account.forPrograms();
        try {
            Files.createDirectories(parent);
            if (account.isPresent()) {
                refuseClosedParents(parent, account.get());
            }
            Files.createDirectory(path, mode(account.isPresent() ? "rwx--x--x" : "rwx------"));
            // The process's file mode mask may have taken the bits that the account needs.
            Files.setPosixFilePermissions(
                    path,
                    PosixFilePermissions.fromString(
                            account.isPresent() ? "rwx--x--x" : "rwx------"));
            OwnerFile.write(path, ProcessHandle.current());
        } catch (IOException e) {
            throw new MusterException(
                    "WORK_DIRECTORY_UNUSABLE",
                    "cannot create \"%s\": %s".formatted(path, e.getMessage()),
                    "set MUSTER_WORK to a directory that can be written",
                    e);
        }
        return new WorkDirectory(path.toAbsolutePath(), account);
    }

    /** Where work directories are created and where the reaper looks. */
    public static Path parent(Map<String, String> environment) {
        String named = environment.get("MUSTER_WORK");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        Path large = Path.of("/var/tmp");
        return Files.isWritable(large)
                ? large
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    }

    /** A number that no other server in this directory has. */
    int next() {
        return numbers.incrementAndGet();
    }

    public Path path() {
        return path;
    }

    /** Creates a directory in it that PostgreSQL's programs may write, and nobody else. */
    Path forPrograms(String name) throws IOException {
        Path directory = Files.createDirectory(path.resolve(name), mode("rwx------"));
        if (account.isPresent()) {
            account.get().own(directory);
        }
        return directory;
    }

    /** Writes a file into it that PostgreSQL's programs may read, and nobody else. */
    public Path writeForPrograms(String name, String text) {
        try {
            return SecretFile.write(forPrograms("client-" + next()).resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Creates a directory for the fetched archive: PostgreSQL's programs may read it. */
    public Path createPayloadDirectory() {
        try {
            return Files.createDirectory(path.resolve("payload"), mode("rwx------"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Lets PostgreSQL's programs read a file or directory that lies in this directory. */
    public void admit(Path payload) {
        if (!payload.toAbsolutePath().startsWith(path)) {
            throw new IllegalArgumentException("not in the work directory: " + payload);
        }
        if (account.isEmpty()) {
            return;
        }
        try {
            account.get().own(payload);
            for (Path up = payload.toAbsolutePath().getParent();
                    up != null && !up.equals(path);
                    up = up.getParent()) {
                account.get().own(up);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Removes the directory with all that is in it; what is gone already is no error. */
    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // The machine is shutting down, and the hook itself runs.
        }
    }

    private synchronized void closeAll() {
        while (!servers.isEmpty()) {
            servers.pop().close();
        }
        remove(path);
    }

    static void remove(Path directory) {
        // Twice: a program that is just ending may still create a file while it is removed.
        for (int attempt = 1; Files.exists(directory) && attempt <= 3; attempt++) {
            try {
                Files.walkFileTree(directory, new Removal());
            } catch (IOException e) {
                if (attempt == 3) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }

    private static void refuseClosedParents(Path parent, Account account) throws IOException {
        for (Path up = parent.toRealPath(); up != null; up = up.getParent()) {
            Map<String, Object> facts = Files.readAttributes(up, "unix:uid,gid,permissions");
            boolean mine = Integer.valueOf(account.uid()).equals(facts.get("uid"));
            boolean group = Integer.valueOf(account.gid()).equals(facts.get("gid"));
            PosixFilePermission needed =
                    mine
                            ? PosixFilePermission.OWNER_EXECUTE
                            : group
                                    ? PosixFilePermission.GROUP_EXECUTE
                                    : PosixFilePermission.OTHERS_EXECUTE;
            if (!Files.getPosixFilePermissions(up).contains(needed)) {
                throw new MusterException(
                        "WORK_DIRECTORY_UNUSABLE",
                        "user \"%s\", which PostgreSQL runs as, cannot enter \"%s\""
                                .formatted(account.name(), up),
                        "set MUSTER_WORK to a directory that everybody can enter");
            }
        }
    }

    private static java.nio.file.attribute.FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
