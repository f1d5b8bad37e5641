package dev.muster.cli.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A staging server for all tests of a class, each of which must leave it as it was. */
final class UntouchedServer
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private @Nullable StagingServer started;
    private String before = "";

    StagingServer server() {
        return Objects.requireNonNull(started, "the staging server is not started");
    }

    /** For a test that first leaves something there, and then has it removed. */
    void isTouched() throws IOException, InterruptedException {
        assertThat(server().state()).isNotEqualTo(before);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        started = StagingServer.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, InterruptedException {
        before = server().state();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        assertThat(server().state()).isEqualTo(before);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (started != null) {
            started.close();
        }
    }
}
