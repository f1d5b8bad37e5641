package dev.muster.cli.check;

import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RehearseSpec;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.StoreSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what of a plan will not be there when its drills run on AWS, and what its roles need. */
final class AwsCheck {
    private AwsCheck() {}

    static List<Remark> of(Plan plan) {
        List<Remark> remarks = new ArrayList<>();
        plan.stores().forEach(store -> remarks.add(store(store)));
        PlanSecrets.of(plan).forEach(secret -> remarks.add(secret(secret)));
        if (plan.restore().into() instanceof RestoreTarget.Server server
                && (server.host().startsWith("/") || isHere(server.host()))) {
            remarks.add(
                    Remark.error(
                            "aws",
                            "restore.into names this machine's own server, " + server.host(),
                            "restore into a throwaway server, or one that the tasks can reach"));
        }
        RehearseSpec rehearse = plan.rehearse();
        if (rehearse != null) {
            remarks.add(
                    Remark.error(
                            "aws",
                            "the files and commands under rehearse will not be there",
                            "rehearse migrations on a machine that has them: `muster drill`"));
        }
        return remarks;
    }

    private static Remark store(StoreSpec store) {
        return switch (store) {
            case DirectorySpec directory ->
                    Remark.error(
                            "aws",
                            "the directory %s will not be there".formatted(directory.path()),
                            "keep this store in a plan of its own for this machine");
            case S3Spec s3 when s3.endpoint() != null && isHere(s3.endpoint().getHost()) ->
                    Remark.error(
                            "aws",
                            "the endpoint %s is this machine's own".formatted(s3.endpoint()),
                            "name an endpoint that the tasks can reach");
            case S3Spec s3 when s3.credentials() == null ->
                    Remark.ok(
                            "aws",
                            "the roles of trigger and task need s3:ListBucket on arn:aws:s3:::%s and"
                                            .formatted(s3.bucket())
                                    + " s3:GetObject on arn:aws:s3:::%s/%s*"
                                            .formatted(s3.bucket(), s3.prefix()));
            case S3Spec s3 -> Remark.ok("aws", s3.label() + " is read with its own credentials");
        };
    }

    private static Remark secret(SecretRef reference) {
        return switch (reference.kind()) {
            case FILE ->
                    Remark.error(
                            "aws",
                            reference + " will not be there",
                            "put it into Secrets Manager, and name it as secretsmanager:ARN");
            case ENV ->
                    Remark.error(
                            "aws",
                            reference + " is no variable of the trigger function and the task",
                            "put it into Secrets Manager, and name it as secretsmanager:ARN");
            case SECRETSMANAGER ->
                    Remark.ok(
                            "aws",
                            "the roles of trigger and task need secretsmanager:GetSecretValue for "
                                    + reference.name().replaceFirst("#.*", ""));
            case SSM ->
                    Remark.ok(
                            "aws",
                            "the roles of trigger and task need ssm:GetParameter for "
                                    + reference.name());
        };
    }

    private static boolean isHere(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.startsWith("127.")
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
