package dev.muster.restore.verify;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Progress;
import dev.muster.contract.Progress.Unit;
import dev.muster.contract.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Several sessions that share out work, the heaviest first, so that all end at about one time. */
final class Crew implements AutoCloseable {
    private final List<Session> sessions = new ArrayList<>();
    private final Progress progress;
    private final AtomicLong announced = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    private Crew(Progress progress) {
        this.progress = progress;
    }

    /** A piece of work for one session; it keeps its own failures. */
    interface Work {
        /** How heavy it is beside others of its kind, in bytes to be read. */
        long weight();

        void run(Session session);
    }

    /** Opens the sessions; a server that allows fewer than wanted is served with fewer. */
    static Crew open(ConnectionSource source, VerifySettings settings, Progress progress)
            throws QueryFailed {
        Crew crew = new Crew(progress);
        crew.sessions.add(Session.open(source, settings));
        try {
            while (crew.sessions.size() < settings.connections()) {
                crew.sessions.add(Session.open(source, settings));
            }
        } catch (FindingException e) {
            // A full server (max_connections) still serves the sessions that stand.
            return crew;
        }
        return crew;
    }

    /** The session for work that is not shared out. */
    Session first() {
        return sessions.getFirst();
    }

    int size() {
        return sessions.size();
    }

    /** Says that so many pieces of work are to come. */
    void announce(int pieces) {
        announced.addAndGet(pieces);
    }

    /** Has every session execute a setting. */
    void all(String setting) throws QueryFailed {
        for (Session session : sessions) {
            session.execute(setting);
        }
    }

    /** Runs all the work; what a session throws ends the others' queue and is thrown here. */
    void run(List<? extends Work> work) {
        Queue<Work> queue =
                new ConcurrentLinkedQueue<>(
                        work.stream()
                                .sorted(Comparator.comparingLong(Work::weight).reversed())
                                .toList());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Session session : sessions) {
                running.add(threads.submit(() -> drain(queue, session)));
            }
            for (Future<?> one : running) {
                await(one);
            }
        }
    }

    private void drain(Queue<Work> queue, Session session) {
        try {
            for (Work next = queue.poll(); next != null; next = queue.poll()) {
                next.run(session);
                progress.advanced(
                        Stage.VERIFY, done.incrementAndGet(), announced.get(), Unit.OBJECTS);
            }
        } catch (RuntimeException e) {
            queue.clear();
            throw e;
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a check failed by a defect", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FindingException(
                    Finding.of(FindingCode.INTERRUPTED, null, "the checks were interrupted"), e);
        }
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
