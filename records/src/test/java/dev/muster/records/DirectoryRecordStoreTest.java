package dev.muster.records;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRecordStoreTest extends RacingRecordStoreContract {
    @TempDir Path root;

    @Override
    RecordStore store() {
        return new DirectoryRecordStore(root);
    }
}
