package dev.muster.records.plan;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.PlanFile;
import dev.muster.contract.plan.PlanOrProblem;
import dev.muster.contract.plan.Plans;
import dev.muster.records.S3Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan file as it was read.
 *
 * @param place where exactly this version of it can be read again: {@code
 *     s3://BUCKET/KEY?versionId=ID}, without the version where the bucket keeps none, or a path
 * @param plans each by itself, in the file's order
 */
public record PlanSource(String place, Map<String, PlanOrProblem> plans) {
    private static final String VERSION = "?versionId=";

    /**
     * Reads the plan file.
     *
     * @param place {@code s3://BUCKET/KEY}, {@code s3://BUCKET/KEY?versionId=ID}, or a path
     * @throws MusterException PLAN_FILE_MISSING, PLAN_FILE_UNREADABLE, PLAN_FILE_UNREACHABLE, or
     *     another of {@link PlanFile#parseEach}; a problem of one plan alone is kept beside the
     *     others
     */
    public static PlanSource read(String place) {
        if (!place.startsWith("s3://")) {
            return new PlanSource(place, PlanFile.parseEach(place, file(place)));
        }
        int mark = place.indexOf(VERSION);
        String location = mark < 0 ? place : place.substring(0, mark);
        S3Documents.Document document =
                S3Documents.read(
                                location,
                                mark < 0 ? null : place.substring(mark + VERSION.length()))
                        .orElseThrow(() -> missing(place, null));
        String exactly =
                document.versionId() == null ? location : location + VERSION + document.versionId();
        return new PlanSource(exactly, PlanFile.parseEach(location, document.content().bytes()));
    }

    private static byte[] file(String place) {
        try {
            return Files.readAllBytes(Path.of(place));
        } catch (NoSuchFileException e) {
            throw missing(place, e);
        } catch (IOException e) {
            throw new MusterException(
                    "PLAN_FILE_UNREADABLE",
                    "cannot read \"%s\": %s".formatted(place, e.getMessage()),
                    "name a plan file that this process may read",
                    e);
        }
    }

    private static MusterException missing(String place, @Nullable Exception cause) {
        return new MusterException(
                "PLAN_FILE_MISSING",
                "there is no plan file \"%s\"".formatted(place),
                "upload muster.yaml there, or correct the name in MUSTER_PLANS",
                cause);
    }

    /**
     * The plan of this name, or what is wrong with it.
     *
     * @throws MusterException PLAN_UNKNOWN
     */
    public PlanOrProblem named(String name) {
        PlanOrProblem found = plans.get(name);
        if (found == null) {
            throw Plans.unknown(name, plans.keySet());
        }
        return found;
    }

    /**
     * The plan of this name.
     *
     * @throws MusterException PLAN_UNKNOWN, or what is wrong with it
     */
    public Plan plan(String name) {
        return named(name).get();
    }
}
