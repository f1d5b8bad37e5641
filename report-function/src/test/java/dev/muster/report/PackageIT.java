package dev.muster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed: nothing but what runs, and the same bytes from the same sources. */
class PackageIT {
    private static final Path PACKAGE = Path.of("target/report-function.zip");

    @TempDir Path directory = Path.of("unset");

    @Test
    void everythingLiesInLibAndNothingIsThereThatDoesNotRun() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(PACKAGE.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                names.add(entry.getName());
                assertThat(entry.getTime()).as("one time for all").isEqualTo(time(zip));
            }
        }

        assertThat(names).allMatch(name -> name.startsWith("lib/"));
        assertThat(names).anyMatch(name -> name.startsWith("lib/report-function-"));
        assertThat(names)
                .noneMatch(name -> name.matches("lib/(netty|apache|httpc|jte-[0-9]|junit).*"));
        assertThat(Files.size(PACKAGE)).as("Lambda takes 50 MB at once").isLessThan(30_000_000);
    }

    private static long time(ZipFile zip) {
        return Collections.list(zip.entries()).getFirst().getTime();
    }

    @Test
    void theHandlerStartsFromThePackageAloneAndSaysWhatItsEnvironmentLacks() throws Exception {
        List<URL> jars = new ArrayList<>();
        try (ZipFile zip = new ZipFile(PACKAGE.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".jar")) {
                    Path jar = directory.resolve(Path.of(entry.getName()).getFileName());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, jar);
                    }
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader lambda = new URLClassLoader(jars.toArray(URL[]::new), platform)) {
            Class<?> handler = lambda.loadClass("dev.muster.report.ReportFunction");

            assertThatThrownBy(() -> handler.getConstructor().newInstance())
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("the function's environment lacks")
                    .hasMessageContaining("MUSTER_TOPIC");
            assertThat(lambda.loadClass("gg.jte.generated.precompiled.JtereportGenerated"))
                    .isNotNull();
            assertThatThrownBy(() -> lambda.loadClass("gg.jte.compiler.TemplateCompiler"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }
}
