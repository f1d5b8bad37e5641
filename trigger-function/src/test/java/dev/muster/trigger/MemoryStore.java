package dev.muster.trigger;

import dev.muster.records.RecordStore;
import dev.muster.records.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Documents in memory, for fleets that would wear out a disk; it keeps what every place of records
 * keeps to. Its user can be made to die: from then on nothing is done for it any more, as for a
 * process that was killed.
 */
public final class MemoryStore implements RecordStore {
    /** Thrown where a process would have been killed. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final SortedMap<String, byte[]> documents;
    private final Map<String, Long> versions;
    private final AtomicLong clock;
    private final AtomicInteger life;

    public MemoryStore() {
        this(new TreeMap<>(), new TreeMap<>(), new AtomicLong(), new AtomicInteger(1 << 30));
    }

    private MemoryStore(
            SortedMap<String, byte[]> documents,
            Map<String, Long> versions,
            AtomicLong clock,
            AtomicInteger life) {
        this.documents = documents;
        this.versions = versions;
        this.clock = clock;
        this.life = life;
    }

    /** The same documents in the hands of one who lives for so many steps. */
    MemoryStore heldBy(AtomicInteger newLife) {
        return new MemoryStore(documents, versions, clock, newLife);
    }

    /** One step of a life. */
    static void live(AtomicInteger life) {
        if (life.getAndUpdate(left -> Math.max(0, left - 1)) <= 0) {
            throw new Killed();
        }
    }

    @Override
    public Optional<Versioned> readVersioned(String name) {
        live(life);
        synchronized (documents) {
            byte[] there = documents.get(name);
            return there == null
                    ? Optional.empty()
                    : Optional.of(new Versioned(there.clone(), "" + versions.get(name)));
        }
    }

    @Override
    public boolean create(String name, byte[] document) {
        live(life);
        synchronized (documents) {
            return !documents.containsKey(name) && put(name, document);
        }
    }

    @Override
    public void replace(String name, byte[] document) {
        live(life);
        synchronized (documents) {
            put(name, document);
        }
    }

    @Override
    public boolean replaceIf(String name, byte[] document, String version) {
        live(life);
        synchronized (documents) {
            return version.equals("" + versions.get(name)) && put(name, document);
        }
    }

    private boolean put(String name, byte[] document) {
        documents.put(name, document.clone());
        versions.put(name, clock.incrementAndGet());
        return true;
    }

    @Override
    public boolean delete(String name) {
        live(life);
        synchronized (documents) {
            versions.remove(name);
            return documents.remove(name) != null;
        }
    }

    @Override
    public List<String> list(String folder) {
        live(life);
        synchronized (documents) {
            return documents.keySet().stream()
                    .filter(name -> folder.isEmpty() || name.startsWith(folder + "/"))
                    .toList();
        }
    }

    @Override
    public String location(String name) {
        return "memory:" + name;
    }
}
