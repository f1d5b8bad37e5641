package dev.muster.restore.postgres.server;

import dev.muster.restore.postgres.sandbox.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file with a secret for one program: readable by that program's user alone from the start. */
final class SecretFile {
    private SecretFile() {}

    static Path write(Path file, String line) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, line + "\n", StandardCharsets.UTF_8);
        Optional<Account> account = Account.forPrograms();
        if (account.isPresent()) {
            account.get().own(file);
        }
        return file;
    }
}
