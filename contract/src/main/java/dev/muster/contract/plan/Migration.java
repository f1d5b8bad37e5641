package dev.muster.contract.plan;

import java.nio.file.Path;
import java.util.List;

/** One direction of a migration that is rehearsed in the restored database. */
public sealed interface Migration {
    /** Files of SQL, one after the other, through psql. */
    @Variant(value = "files", description = "files of SQL, in their order, each through psql")
    record Files(@Option(value = "the files", required = true) List<Path> files)
            implements Migration {
        public Files {
            files = List.copyOf(files);
            if (files.isEmpty()) {
                throw new InvalidOption("files", "there is no file", "name one file at least");
            }
        }
    }

    /** A program of the user's own, which finds the database by libpq's variables. */
    @Variant(
            value = "command",
            description =
                    "a program with its arguments; it finds the database by libpq's variables")
    record Command(
            @Option(value = "the program and its arguments", required = true) List<String> command)
            implements Migration {
        public Command {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new InvalidOption(
                        "command", "there is no program", "name a program and its arguments");
            }
        }
    }
}
