package dev.muster.contract.plan;

import java.nio.file.Path;

/** A directory of this machine, with all that lies below it. */
@Variant(value = "directory", description = "a directory of this machine, with all below it")
public record DirectorySpec(@Option(value = "the directory", required = true) Path path)
        implements StoreSpec {
    @Override
    public String label() {
        return path.toString();
    }
}
