package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.restore.fetch.layer.StopSignal;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.DirectoryFiles;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Fetches a directory archive that lies in a store as a folder, file by file, as it is. */
final class Folder {
    private static final String TARGET = "archive.dir";

    private final BackupCopy copy;
    private final Landing landing;
    private final StopSignal stop;
    private final Progress progress;
    private final TreeMap<String, String> digests = new TreeMap<>();
    private boolean hasToc;
    private long bytes;
    private int resumed;

    Folder(BackupCopy copy, Landing landing, StopSignal stop, Progress progress) {
        this.copy = copy;
        this.landing = landing;
        this.stop = stop;
        this.progress = progress;
    }

    Payload run() throws IOException {
        List<StoredObject> objects =
                copy.objects().stream().sorted(Comparator.comparing(StoredObject::key)).toList();
        refuseWhatIsNoArchive(objects);
        for (StoredObject object : objects) {
            fetch(object);
        }
        Path directory = landing.directory().resolve(TARGET);
        if (!hasToc) {
            throw DirectoryArchive.tocMissing("the folder");
        }
        return new Payload(directory, true, List.of(), false);
    }

    private void refuseWhatIsNoArchive(List<StoredObject> objects) {
        int own = 0;
        for (StoredObject object : objects) {
            String name = nameOf(object);
            if (DirectoryArchive.isPhysical(name)) {
                throw DirectoryArchive.physical(name);
            }
            String file = name.substring(name.lastIndexOf('/') + 1);
            own += DirectoryFiles.owns(file) ? 1 : 0;
            hasToc |= DirectoryFiles.isToc(name);
        }
        if (own == 0) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.NOT_A_BACKUP,
                            null,
                            "none of the folder's %,d files is one of a directory archive"
                                    .formatted(objects.size())));
        }
    }

    private void fetch(StoredObject object) throws IOException {
        String name = nameOf(object);
        try (Tap tap = new Tap(copy.store().open(object), stop, progress, bytes, copy.size())) {
            try {
                landing.write(TARGET + "/" + name, tap);
                if (tap.count() != object.size()) {
                    throw new FindingException(
                            Finding.of(
                                    FindingCode.COPY_SIZE_WRONG,
                                    null,
                                    "of \"%s\" the store gave %,d bytes and had listed %,d"
                                            .formatted(name, tap.count(), object.size())));
                }
                digests.put(name, tap.sha256());
            } finally {
                bytes += tap.count();
                resumed += tap.resumed();
            }
        }
    }

    private String nameOf(StoredObject object) {
        String key = object.key();
        return DirectoryArchive.safePath(
                key.startsWith(copy.key()) ? key.substring(copy.key().length()) : key);
    }

    String sha256() {
        MessageDigest all = Tap.newSha256();
        digests.forEach((name, digest) ->
                all.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(all.digest());
    }

    long bytes() {
        return bytes;
    }

    int resumed() {
        return resumed;
    }
}
