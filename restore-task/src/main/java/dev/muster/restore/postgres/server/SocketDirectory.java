package dev.muster.restore.postgres.server;

import dev.muster.restore.postgres.sandbox.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A short-named directory for a socket, where the work directory's own path is too long for one.
 */
final class SocketDirectory {
    private SocketDirectory() {}

    static Path elsewhere(WorkDirectory work) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "muster-");
        OwnerFile.addElsewhere(work.path(), directory);
        Optional<Account> account = Account.forPrograms();
        if (account.isPresent()) {
            account.get().own(directory);
        }
        return directory;
    }
}
