package dev.muster.trigger;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same to many, some of them at the same time. */
final class InParallel {
    private static final int AT_ONCE = 8;

    private InParallel() {}

    /** Does it to all, and throws the first failure once all are done. */
    static <T> void each(List<T> all, Consumer<T> step) {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> steps =
                    all.stream()
                            .<Future<?>>map(one -> threads.submit(() -> step.accept(one)))
                            .toList();
            for (Future<?> done : steps) {
                done.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
