package dev.muster.records;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;

/** A store, with somebody who sees each request and may fail it. */
final class WatchedStore {
    private WatchedStore() {}

    /**
     * Watches.
     *
     * @param before sees the method and the name of the document
     */
    static RecordStore of(RecordStore store, BiConsumer<String, String> before) {
        return (RecordStore)
                Proxy.newProxyInstance(
                        RecordStore.class.getClassLoader(),
                        new Class<?>[] {RecordStore.class},
                        (_, method, arguments) -> {
                            before.accept(method.getName(), String.valueOf(arguments[0]));
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
