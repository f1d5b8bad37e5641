package dev.muster.stores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers many keys in eight bytes each, store by store. */
final class KeyHashes {
    private final List<long[]> sealed = new ArrayList<>();
    private long[] open = new long[1024];
    private int count;

    void add(String key) {
        if (count == open.length) {
            open = Arrays.copyOf(open, count * 2);
        }
        open[count++] = hash(key);
    }

    /** From here on, what was added is found. */
    void seal() {
        long[] keys = Arrays.copyOf(open, count);
        Arrays.sort(keys);
        sealed.add(keys);
        count = 0;
    }

    boolean contains(String key) {
        long hash = hash(key);
        return sealed.stream().anyMatch(keys -> Arrays.binarySearch(keys, hash) >= 0);
    }

    /** FNV-1a in 64 bits. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
